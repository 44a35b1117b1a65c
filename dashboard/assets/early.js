// Runs before the page is drawn: only with script are tables folded behind
// their charts.
document.documentElement.className += " js";
