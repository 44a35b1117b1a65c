// Draws the card of the page as a picture and saves it. Without script the
// card itself can be photographed.
(function () {
  "use strict";
  var card = document.querySelector("[data-picture]");
  var button = document.querySelector("[data-save-picture]");
  if (!card || !button) { return; }

  var width = 750, margin = 40, scale = 2;
  var font = '"Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif';
  var ink = "#1d2733", soft = "#5b6673", line = "#d9dee5";
  var colours = { error: "#b42318", warning: "#b54708", good: "#067647", plain: ink };

  function text(element) { return element.textContent.replace(/\s+/g, " ").trim(); }
  function all(selector) { return Array.prototype.slice.call(card.querySelectorAll(selector)); }

  // pen keeps the height reached; with measure it draws nothing.
  function pen(context, measure) {
    var y = 0;
    function set(size, bold) { context.font = (bold ? "bold " : "") + size + "px " + font; }
    return {
      skip: function (n) { y += n; },
      at: function () { return y; },
      rule: function () {
        if (!measure) { context.fillStyle = line; context.fillRect(margin, y, width - 2 * margin, 1); }
      },
      word: function (s, x, up, size, bold, colour, align) {
        if (measure) { return; }
        set(size, bold);
        context.textAlign = align || "left";
        context.fillStyle = colour;
        context.fillText(s, x, y + up);
      },
      // Parts stay whole where they fit into a line.
      lines: function (parts, size, colour, bold) {
        set(size, bold);
        context.textAlign = "left";
        var x = margin, high = Math.round(size * 1.7);
        function put(s) {
          if (!measure) { context.fillStyle = colour; context.fillText(s, x, y + size); }
          x += context.measureText(s).width;
        }
        parts.forEach(function (s) {
          if (x > margin && x + context.measureText(s).width > width - margin) { x = margin; y += high; }
          if (context.measureText(s).width <= width - 2 * margin) { put(s); return; }
          Array.from(s).forEach(function (c) {
            if (x + context.measureText(c).width > width - margin) { x = margin; y += high; }
            put(c);
          });
        });
        y += high;
      }
    };
  }

  function draw(p) {
    p.skip(36);
    p.lines([text(card.querySelector("h2"))], 30, ink, true);
    p.lines([text(card.querySelector(".picture-deadline"))], 20, soft);
    p.skip(14);
    p.rule();
    p.skip(20);
    var tiles = all(".picture-counts li"), wide = (width - 2 * margin) / Math.max(tiles.length, 1);
    tiles.forEach(function (tile, i) {
      var middle = margin + wide * (i + 0.5);
      p.word(text(tile.querySelector("b")), middle, 44, 44, true, colours[tile.getAttribute("data-class")] || ink, "center");
      p.word(text(tile.querySelector("span")), middle, 76, 18, false, soft, "center");
    });
    p.skip(100);
    p.rule();
    all(".picture-list").forEach(function (list) {
      p.skip(20);
      p.lines([text(list.querySelector("h3"))], 22, colours[list.getAttribute("data-class")] || ink, true);
      var names = Array.prototype.slice.call(list.querySelectorAll("li")).map(text);
      p.lines(names.map(function (name, i) { return i + 1 < names.length ? name + "、" : name; }), 20, ink);
    });
    p.skip(16);
    p.rule();
    p.skip(12);
    p.lines([text(card.querySelector(".picture-time"))], 16, soft);
    p.skip(20);
  }

  function picture() {
    var canvas = document.createElement("canvas");
    var context = canvas.getContext("2d");
    var ruler = pen(context, true);
    draw(ruler);
    canvas.width = width * scale;
    canvas.height = Math.ceil(ruler.at()) * scale;
    context.scale(scale, scale);
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, ruler.at());
    draw(pen(context, false));
    return canvas;
  }

  button.hidden = false;
  button.addEventListener("click", function () {
    var a = document.createElement("a");
    a.href = picture().toDataURL("image/png");
    a.download = card.getAttribute("data-picture");
    document.body.appendChild(a);
    a.click();
    document.body.removeChild(a);
  });
})();
