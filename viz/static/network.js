// Draws the scene that the page carries as JSON. Text reaches the page only as text: textContent and fillText.
(() => {
  "use strict";

  const data = JSON.parse(document.getElementById("network-data").textContent);
  const frame = document.getElementById("network");
  const reading = document.getElementById("reading");
  const filter = document.getElementById("filter");
  const hint = reading.textContent;
  const ink = "#1d1d1d";
  const READABLE = 0.55;
  let chosen = -1;
  let cropped = false;

  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const touches = (edge, id) => edge.from === id || edge.to === id;

  function lit(edge) {
    if (filter.value && !edge.tags.includes(filter.value)) return false;
    return chosen < 0 || touches(edge, data.nodes[chosen].id);
  }

  function litNode(node) {
    if (chosen >= 0 && data.nodes[chosen].id === node.id) return true;
    if (chosen < 0 && !filter.value) return true;
    return data.edges.some((edge) => touches(edge, node.id) && lit(edge));
  }

  function way(context, points, closed) {
    context.beginPath();
    points.forEach(([x, y], number) => (number ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (closed) context.closePath();
  }

  function text(context, lines, x, y, size, step, colour, weight) {
    context.font = `${weight} ${size}px ${data.letters.face}`;
    context.fillStyle = colour;
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    lines.forEach((line, number) => context.fillText(line, x, y + (number + 0.5) * step + size * 0.36));
  }

  function rounded(context, x, y, width, height, radius) {
    context.beginPath();
    context.roundRect(x - width / 2, y - height / 2, width, height, radius);
  }

  function drawRings(context) {
    const tints = ["#f5f8fd", "#f3faf5", "#fef8f1"];
    data.rings.forEach(([across, down], number) => {
      context.beginPath();
      context.ellipse(0, 0, across, down, 0, 0, Math.PI * 2);
      context.fillStyle = tints[number];
      context.fill();
      context.lineWidth = 1.4;
      context.strokeStyle = "#b9c0ca";
      context.stroke();
    });
  }

  function drawEdge(context, edge) {
    context.save();
    context.globalAlpha = lit(edge) ? (edge.faded ? 0.45 : 1) : 0.12;
    context.strokeStyle = context.fillStyle = edge.colour;
    context.lineWidth = edge.width;
    context.lineJoin = "round";
    context.setLineDash(edge.dashes);
    way(context, edge.points, false);
    context.stroke();
    context.setLineDash([]);
    edge.heads.forEach((head) => {
      way(context, head, true);
      context.fill();
    });
    if (edge.cuts.length) {
      const [[a, b], [c, d]] = edge.cuts;
      context.fillStyle = "#fff";
      way(context, [a, b, d, c], true);
      context.fill();
      context.strokeStyle = ink;
      context.lineWidth = 2.5;
      edge.cuts.forEach((stroke) => {
        way(context, stroke, false);
        context.stroke();
      });
    }
    context.restore();
  }

  function drawName(context, name) {
    const [x, y, width, height] = name.box;
    const ring = name.kind === "ring";
    const size = data.letters.small + (ring ? 0 : 2);
    rounded(context, x, y, width, height, ring ? height / 2 : 4);
    context.fillStyle = ring ? "#fff" : "#e9ecf1";
    context.fill();
    if (ring) {
      context.lineWidth = 1;
      context.strokeStyle = "#b9c0ca";
      context.stroke();
    }
    const step = size * 1.25;
    text(context, name.lines, x, y - (name.lines.length * step) / 2, size, step, "#3d4654", ring ? 400 : 700);
  }

  function drawSign(context, edge) {
    if (!edge.sign) return;
    const [x, y] = edge.mark;
    context.save();
    context.globalAlpha = lit(edge) ? 1 : 0.12;
    rounded(context, x, y, edge.sign.length > 1 ? 30 : 20, 20, 10);
    context.fillStyle = "#fff";
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = ink;
    context.stroke();
    text(context, [edge.sign], x, y - 8, 13, 16, ink, 700);
    context.restore();
  }

  function drawNode(context, id, x, y) {
    const node = nodes.get(id);
    const selected = chosen >= 0 && data.nodes[chosen].id === id;
    context.save();
    if (node.round) {
      context.beginPath();
      context.arc(x, y, node.width / 2, 0, Math.PI * 2);
    } else {
      rounded(context, x, y, node.width, node.height, node.corner);
    }
    context.fillStyle = "#fff"; // Even a faded box hides the lines behind its label.
    context.fill();
    context.globalAlpha = litNode(node) ? 1 : 0.3;
    context.fillStyle = node.fill;
    context.strokeStyle = node.border;
    context.lineWidth = selected ? 5 : node.borderWidth;
    context.setLineDash(node.dashes);
    context.fill();
    context.stroke();
    context.setLineDash([]);
    if (node.round) {
      context.beginPath();
      context.arc(x, y, node.width / 2 - 5, 0, Math.PI * 2);
      context.lineWidth = 1.5;
      context.stroke();
    }
    const step = data.letters.name * 1.24;
    const smallStep = data.letters.small * 1.25;
    const top = y - (node.lines.length * step + node.small.length * smallStep) / 2;
    text(context, node.lines, x, top, data.letters.name, step, ink, node.round ? 700 : 500);
    text(context, node.small, x, top + node.lines.length * step, data.letters.small, smallStep, "#3d4654", 400);
    context.restore();
  }

  const shown = data.nodes.map((node) => ({
    id: node.id,
    x: node.x,
    y: node.y,
    fixed: true,
    physics: false,
    shape: "custom",
    ctxRenderer: ({ ctx, id, x, y }) => ({
      drawNode: () => drawNode(ctx, id, x, y),
      nodeDimensions: { width: nodes.get(id).width, height: nodes.get(id).height },
    }),
  }));
  // The lines are drawn by hand, with the very points of the printed picture; these only carry who is tied to whom.
  const ties = data.edges.map((edge, id) => ({ id, from: edge.from, to: edge.to, hidden: true }));
  const network = new vis.Network(
    frame,
    { nodes: new vis.DataSet(shown), edges: new vis.DataSet(ties) },
    {
      physics: false,
      layout: { improvedLayout: false },
      interaction: { dragNodes: false, hover: false, keyboard: { enabled: false }, multiselect: false },
      edges: { smooth: false },
    },
  );
  // The frame is the one Tab stop; vis-network adds a nameless one inside.
  frame.querySelector(".vis-network").tabIndex = -1;
  network.on("beforeDrawing", (context) => {
    drawRings(context);
    data.edges.forEach((edge) => drawEdge(context, edge));
    data.names.forEach((name) => drawName(context, name));
  });
  network.on("afterDrawing", (context) => data.edges.forEach((edge) => drawSign(context, edge)));

  function choose(number) {
    chosen = number;
    reading.textContent = number < 0 ? hint : data.nodes[number].title;
    if (number < 0) network.unselectAll();
    else network.selectNodes([data.nodes[number].id], false);
    if (number >= 0 && cropped) network.moveTo({ position: data.nodes[number], animation: false });
    network.redraw();
  }

  network.on("click", ({ nodes: hit }) => choose(hit.length ? data.nodes.findIndex((node) => node.id === hit[0]) : -1));
  filter.addEventListener("change", () => network.redraw());
  frame.addEventListener("keydown", (event) => {
    const last = data.nodes.length - 1;
    const next = {
      ArrowRight: chosen >= last ? 0 : chosen + 1,
      ArrowDown: chosen >= last ? 0 : chosen + 1,
      ArrowLeft: chosen <= 0 ? last : chosen - 1,
      ArrowUp: chosen <= 0 ? last : chosen - 1,
      Home: 0,
      End: last,
      Escape: -1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  });

  // vis-network would fit the figures alone; rings and names belong to the picture, too.
  // A small screen gets readable letters around the client instead of all at once: drag or arrow keys show the rest.
  function fit() {
    const [x, y, width, height] = data.bounds;
    const whole = Math.min(frame.clientWidth / (width + 40), frame.clientHeight / (height + 40));
    if (whole <= 0) return;
    cropped = whole < READABLE;
    const position = cropped ? { x: 0, y: 0 } : { x, y };
    network.moveTo({ position, scale: Math.max(whole, READABLE), animation: false });
  }

  network.once("afterDrawing", () => {
    fit();
    frame.dataset.drawn = "yes";
  });
  new ResizeObserver(fit).observe(frame);
  document.fonts?.ready.then(() => network.redraw());
})();
