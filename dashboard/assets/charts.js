// Starts the charts. The option of each stands in a script element of type
// application/json; what JSON cannot say (formatters, decals) is added here
// by the element's data-style.
(function () {
  "use strict";
  var font = '"Microsoft YaHei","PingFang SC","Noto Sans CJK SC","Source Han Sans SC",sans-serif';
  var charts = [];

  function each(list, f) { Array.prototype.forEach.call(list || [], f); }

  // Tooltips are text made by the server, set as text: names are hostile.
  function tip(p) {
    var box = document.createElement("div");
    String(p.name || "").split("\n").forEach(function (line, i) {
      if (i > 0) { box.appendChild(document.createElement("br")); }
      box.appendChild(document.createTextNode(line));
    });
    return box;
  }

  // Hatching for years that do not stand on all agencies.
  function hatch() {
    var c = document.createElement("canvas");
    c.width = c.height = 8;
    var g = c.getContext("2d");
    g.fillStyle = "#f5f6f8";
    g.fillRect(0, 0, 8, 8);
    g.strokeStyle = "#d9dee5";
    g.lineWidth = 1;
    [-8, 0, 8].forEach(function (x) {
      g.beginPath(); g.moveTo(x - 1, 9); g.lineTo(x + 9, -1); g.stroke();
    });
    return { image: c, repeat: "repeat" };
  }

  var styles = {
    // Lines over years: years are numbers without a thousands separator.
    trend: function (o, box) {
      var narrow = box.clientWidth < 480;
      each(o.xAxis, function (x) {
        x.axisLabel = { formatter: function (n) { return n % 1 ? "" : String(n); }, hideOverlap: true, color: "#1d2733" };
        x.axisTick = { show: false };
      });
      if (narrow) { each(o.grid, function (g) { g.right = 84; }); }
      each(o.series, function (s) {
        if (s.markArea) {
          s.silent = true; s.z = 0;
          s.markArea.silent = true;
          s.markArea.itemStyle = { color: hatch() };
          each(s.markArea.data, function (d) { if (narrow) { d[0].label.formatter = d[0].label.formatter.replace("家", ""); d[0].label.fontSize = 9; } });
        }
        if (s.markLine) { s.markLine.silent = true; }
        each(s.data, function (d) { if (narrow && d.label) { d.label.width = 78; d.label.overflow = "break"; } });
      });
    },
    // Lying bars: long names are cut on narrow screens, never the bars.
    bars: function (o, box) {
      each(o.yAxis, function (y) {
        if (y.type === "category" && y.axisLabel && box.clientWidth < 420) { y.axisLabel.width = 92; }
        y.axisTick = { show: false };
      });
      // A line across the bars goes behind them and their numbers.
      o.markLine = { z: 1 };
      each(o.series, function (s) {
        if (!s.markLine) { return; }
        s.markLine.silent = true;
        each(s.data, function (d) { if (d.label) { d.label.backgroundColor = "#fff"; d.label.padding = [1, 2]; } });
      });
    },
    // Fields: names over narrow columns are broken into lines.
    heat: function (o, box) {
      each(o.xAxis, function (x) {
        x.axisLabel.width = Math.max(30, (box.clientWidth - 150) / Math.max(1, x.data.length) - 6);
        x.axisLabel.overflow = "break";
        x.axisLabel.color = "#1d2733";
        x.axisTick = x.axisLine = { show: false };
      });
      each(o.yAxis, function (y) { y.axisTick = y.axisLine = { show: false }; if (box.clientWidth < 420) { y.axisLabel.width = 92; } });
      each(o.series, function (s) {
        s.itemStyle = { borderColor: "#fff", borderWidth: 1 };
        if (box.clientWidth < 480) { each(s.data, function (d) { d.label.fontSize = 9; }); }
      });
    },
    // Parts on top of one another: a thin white line between them.
    years: function (o, box) {
      if (box.clientWidth < 600) {
        each(o.series, function (s) { each(s.data, function (d) { delete d.label; }); });
      }
      each(o.xAxis, function (x) { x.axisLabel = { interval: 0, fontSize: box.clientWidth < 600 ? 9 : 12, color: "#1d2733" }; });
    }
  };

  // Names at the ends of lines that would stand on each other move apart.
  function spread(chart, option) {
    var ends = [];
    each(option.series, function (s) {
      each(s.data, function (d) {
        if (d.label) { ends.push({ label: d.label, x: d.value[0], y: chart.convertToPixel({ yAxisIndex: 0 }, d.value[1]) }); }
      });
    });
    ends.sort(function (a, b) { return a.y - b.y; });
    var floor = chart.getHeight() - 30, need = 16, i;
    for (i = 0; i < ends.length; i++) {
      ends[i].to = i > 0 && ends[i].x === ends[i - 1].x ? Math.max(ends[i].y, ends[i - 1].to + need) : ends[i].y;
    }
    for (i = ends.length - 1; i >= 0; i--) {
      if (ends[i].to > floor) { ends[i].to = floor; }
      floor = ends[i].to - need;
    }
    each(ends, function (e) { e.label.offset = [0, e.to - e.y]; });
    chart.setOption({ series: option.series });
  }

  function start(script) {
    var box = document.getElementById(script.getAttribute("data-for"));
    var option = JSON.parse(script.textContent);
    var style = styles[script.getAttribute("data-style")];
    if (style) { style(option, box); }
    if (option.legend && option.legend.show && box.clientWidth < 480) {
      each(option.grid, function (g) { g.top = 60; });
    }
    option.textStyle = { fontFamily: font, color: "#1d2733" };
    option.animation = false;
    if (option.tooltip) { option.tooltip.formatter = tip; option.tooltip.confine = true; }
    var chart = echarts.init(box);
    chart.setOption(option);
    if (script.getAttribute("data-style") === "trend") {
      chart.spread = function () { spread(chart, option); };
      chart.spread();
    }
    charts.push(chart);
    buttons(box, chart);
  }

  function buttons(box, chart) {
    var card = box.parentNode;
    each(card.querySelectorAll(".switch"), function (s) { s.hidden = false; });
    each(card.querySelectorAll("[data-show]"), function (b) {
      b.addEventListener("click", function () {
        card.classList.toggle("show-table", b.getAttribute("data-show") === "table");
        each(card.querySelectorAll("[data-show]"), function (x) { x.setAttribute("aria-pressed", String(x === b)); });
        chart.resize();
        if (chart.spread) { chart.spread(); }
      });
    });
    each(card.querySelectorAll("[data-do=png]"), function (b) {
      b.addEventListener("click", function () { savePicture(card, chart); });
    });
  }

  function savePicture(card, chart) {
    var a = document.createElement("a");
    a.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
    a.download = card.querySelector(".chart").getAttribute("data-title") + ".png";
    document.body.appendChild(a);
    a.click();
    document.body.removeChild(a);
  }

  function resize() {
    each(charts, function (c) {
      c.resize();
      if (c.spread) { c.spread(); }
    });
  }
  function decals(on) { each(charts, function (c) { c.setOption({ aria: { decal: { show: on } } }); }); }

  each(document.querySelectorAll("script[data-for]"), start);
  var timer = 0;
  window.addEventListener("resize", function () { clearTimeout(timer); timer = setTimeout(resize, 120); });
  // On paper colours may be lost: patterns tell the parts apart.
  window.addEventListener("beforeprint", function () {
    document.documentElement.classList.add("printing");
    decals(true);
    resize();
  });
  // The page's width on paper is known only once it is laid out for print.
  if (window.matchMedia) {
    window.matchMedia("print").addListener(function (m) { if (m.matches) { resize(); } });
  }
  window.addEventListener("afterprint", function () {
    document.documentElement.classList.remove("printing");
    decals(false);
    resize();
  });
})();
