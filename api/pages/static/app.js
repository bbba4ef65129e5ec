// What pages need beyond htmx; every page works without it.
"use strict";

(() => {
  const show = (id, text) => {
    const place = document.getElementById(id);
    if (!place || !text) return;
    place.textContent = "";
    // A new node makes screen readers say the same sentence again.
    const line = document.createElement("p");
    line.textContent = text;
    place.append(line);
    if (id === "status") setTimeout(() => line.remove(), 8000);
  };

  // Parts say what was done in the header Pumasi-Status, percent-encoded since headers are ASCII.
  document.addEventListener("htmx:afterRequest", (event) => {
    const said = event.detail.xhr.getResponseHeader("Pumasi-Status");
    if (said) show("status", decodeURIComponent(said));
  });

  // A refused request answers with problem details: say what to do next.
  document.addEventListener("htmx:responseError", (event) => {
    let detail = "";
    try {
      detail = JSON.parse(event.detail.xhr.responseText).detail;
    } catch {
      detail = event.detail.xhr.statusText;
    }
    show("alert", detail);
  });

  document.addEventListener("htmx:sendError", () => {
    show("alert", document.body.dataset.offline);
  });

  // One choice at a time in a list that fills another part of the page.
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-choose]");
    if (!chosen) return;
    for (const one of document.querySelectorAll(`[data-choose="${chosen.dataset.choose}"]`)) {
      if (one === chosen) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
  });

  // Under a picture stands in words what the arrow keys reach in it.
  document.addEventListener("focusin", (event) => {
    const figure = event.target.closest?.("[data-picture] [aria-label]");
    const reading = figure?.closest("[data-picture]").querySelector("[data-reading]");
    if (reading) reading.textContent = figure.getAttribute("aria-label");
  });

  // A part that was put in takes the focus, so that a keyboard goes on from there.
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.detail.target.isConnected ? event.detail.target : document.getElementById(event.detail.target.id);
    const first = part?.matches("[data-focus]") ? part : part?.querySelector("[data-focus]");
    first?.focus();
  });

  // A form is sent once.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const waiting = event.target.matches("[data-waiting]") && event.target.querySelector(".waiting");
    if (waiting) waiting.hidden = false;
    // A file comes without a new page, so its form stays ready.
    if (event.target.matches("[data-download]")) return;
    for (const button of event.target.querySelectorAll("button[type=submit]:enabled")) {
      button.dataset.sent = "";
      setTimeout(() => (button.disabled = true), 0);
    }
  });
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button[data-sent]")) button.disabled = false;
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
