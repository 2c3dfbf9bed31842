// 手書きの署名: draws with signature_pad and puts the lines as SVG path data into the hidden field of the form.
// Without this script the box stays hidden, and the name is typed.
"use strict";
for (const box of document.querySelectorAll("[data-signature]")) {
  const canvas = box.querySelector("canvas");
  const field = box.querySelector("input[name=drawing]");
  // The form keeps 600 x 200 points, however wide the box is shown.
  const [wide, high] = [600, 200];
  box.hidden = false;
  canvas.width = canvas.clientWidth;
  canvas.height = canvas.clientHeight;
  const pad = new SignaturePad(canvas, { minWidth: 1.5, maxWidth: 3, penColor: "#1a1a1a" });

  const point = (at) => `${Math.round((at.x * wide) / canvas.width)},${Math.round((at.y * high) / canvas.height)}`;
  const write = () => {
    const lines = pad.toData().map((line) => line.points.map(point));
    field.value = lines
      .filter((line) => line.length > 0)
      .map((line) => `M${line[0]} ` + (line.length > 1 ? line.slice(1) : line).map((at) => `L${at}`).join(" "))
      .join(" ");
  };
  // Where the form comes back with a mistake, the drawing that was sent is shown again.
  if (field.value) {
    const pen = canvas.getContext("2d");
    pen.save();
    pen.scale(canvas.width / wide, canvas.height / high);
    pen.lineWidth = 2.5;
    pen.lineCap = "round";
    pen.stroke(new Path2D(field.value));
    pen.restore();
  }
  pad.addEventListener("endStroke", write);
  box.querySelector("[data-signature-clear]").addEventListener("click", () => {
    pad.clear();
    field.value = "";
  });
  box.querySelector("[data-signature-undo]").addEventListener("click", () => {
    const lines = pad.toData();
    lines.pop();
    pad.clear();
    pad.fromData(lines);
    write();
  });
}
