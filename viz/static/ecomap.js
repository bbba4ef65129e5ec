// Walks an ecomap by keyboard: one Tab stop per picture, arrow keys from figure to figure.
(() => {
  "use strict";

  const forward = ["ArrowRight", "ArrowDown"];
  const backward = ["ArrowLeft", "ArrowUp"];

  function target(key, at, count) {
    if (forward.includes(key)) return (at + 1) % count;
    if (backward.includes(key)) return (at - 1 + count) % count;
    return { Home: 0, End: count - 1 }[key];
  }

  function pick(svg, figure) {
    svg.querySelectorAll(".tie").forEach((tie) => {
      const touches = figure && [tie.dataset.a, tie.dataset.b].includes(figure.dataset.key);
      tie.classList.toggle("is-dim", Boolean(figure) && !figure.classList.contains("client") && !touches);
    });
  }

  function walk(event) {
    const svg = event.target.closest?.("svg.ecomap");
    const figure = event.target.closest?.(".alter");
    if (!svg || !figure) return;
    const figures = [...svg.querySelectorAll(".alter")];
    const next = target(event.key, figures.indexOf(figure), figures.length);
    if (next === undefined) return;
    event.preventDefault();
    figures.forEach((other, number) => other.setAttribute("tabindex", number === next ? "0" : "-1"));
    figures[next].focus();
  }

  // One listener on the document serves pictures that are swapped in later, too.
  document.addEventListener("keydown", walk);
  document.addEventListener("focusin", (event) => {
    const figure = event.target.closest?.("svg.ecomap .alter");
    if (figure) pick(figure.closest("svg"), figure);
  });
  document.addEventListener("focusout", (event) => {
    const svg = event.target.closest?.("svg.ecomap");
    if (svg) pick(svg, null);
  });
})();
