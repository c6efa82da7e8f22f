"use strict";
// Sorting: a click on a header orders by that column, a second click turns the order round. Of a long table the first rows are shown.
const shownRows = 40;
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0];
  let all = body.rows.length <= shownRows;
  const shorten = () => [...body.rows].forEach((row, i) => { row.hidden = !all && i >= shownRows; });
  if (!all) {
    const more = document.createElement("button");
    more.className = "more";
    more.textContent = `Show all ${body.rows.length} rows`;
    more.addEventListener("click", () => { all = true; more.remove(); shorten(); });
    table.parentElement.after(more);
    shorten();
  }
  heads.forEach((head, column) => head.firstElementChild.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = row => row.cells[column].textContent;
    const number = text => parseFloat(text.replace(/^[\[<\s]+/, ""));
    const compare = (a, b) => {
      const [x, y] = [number(key(a)), number(key(b))];
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.isNaN(x) && Number.isNaN(y) ? key(a).localeCompare(key(b)) : Number.isNaN(x) ? 1 : -1;
      return x - y;
    };
    const rows = [...body.rows].sort(compare);
    body.append(...(down ? rows.reverse() : rows));
    shorten();
  }));
}

// Choice of the metric whose curves are shown; without this script all are.
const figures = [...document.querySelectorAll("figure.curve")], choice = document.getElementById("metric");
if (choice) {
  const show = () => figures.forEach((figure, i) => { figure.hidden = i !== choice.selectedIndex; });
  choice.closest("p").hidden = figures.length < 2;
  choice.addEventListener("change", show);
  show();
}

// A configuration that is pointed at in the legend stands out in the plot.
const focus = series => figures.forEach(figure => {
  figure.classList.toggle("focus", series !== null);
  for (const path of figure.querySelectorAll("[data-series]")) path.classList.toggle("on", path.dataset.series === series);
});
for (const item of document.querySelectorAll(".legend li")) {
  for (const name of ["mouseenter", "focus"]) item.addEventListener(name, () => focus(item.dataset.series));
  for (const name of ["mouseleave", "blur"]) item.addEventListener(name, () => focus(null));
}

// A line that follows the pointer, with the values at the nearest step.
const tip = document.createElement("div");
tip.id = "tip";
tip.hidden = true;
document.body.append(tip);
for (const plot of document.querySelectorAll("svg.curves")) {
  const scale = text => { const [low, high, from, to] = text.split(" ").map(Number); return place => low + (place - from) / (to - from) * (high - low); };
  const [toX, toY] = [scale(plot.dataset.x), scale(plot.dataset.y)], cursor = plot.querySelector(".cursor");
  const lines = [...plot.querySelectorAll(".line")].map(path => ({ name: path.dataset.name, points: path.getAttribute("d").slice(1).split("L").map(pair => pair.split(",").map(Number)) }));
  plot.addEventListener("mousemove", event => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(plot.getScreenCTM().inverse()).x;
    const nearest = points => points.reduce((best, point) => Math.abs(point[0] - at) < Math.abs(best[0] - at) ? point : best);
    const found = lines.map(line => ({ name: line.name, point: nearest(line.points) }));
    const place = nearest(found.map(line => line.point))[0];
    cursor.setAttribute("x1", place);
    cursor.setAttribute("x2", place);
    cursor.removeAttribute("hidden");
    tip.textContent = `step ${Math.round(toX(place))}\n` + found.map(line => `${Number(toY(line.point[1]).toPrecision(4))}  ${line.name}`).join("\n");
    tip.hidden = false;
    tip.style.left = `${Math.min(event.clientX + 16, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(event.clientY + 16, innerHeight - tip.offsetHeight - 8)}px`;
  });
  plot.addEventListener("mouseleave", () => { tip.hidden = true; cursor.setAttribute("hidden", ""); });
}
