"use strict";
for (const section of document.querySelectorAll("section")) {
  const fold = text => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/đ/g, "d");
  const rows = Array.from(section.querySelectorAll("tbody tr"), row => ({ row, text: fold(row.textContent) }));
  const box = section.querySelector(".search");
  const input = box.querySelector("input");
  const count = section.querySelector(".count");
  let waiting;
  const search = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { row, text } of rows) {
      const fits = words.every(word => text.includes(word));
      row.hidden = !fits;
      shown += fits;
    }
    count.textContent = words.length ? count.dataset.some.replace("#", shown.toLocaleString("vi")) : count.dataset.all;
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  box.hidden = false;
}
