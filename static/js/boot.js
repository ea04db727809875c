// Loaded first, by templates/base.html: a page without script keeps its menu open (portal.css),
// and video.js inside the Bootstrap Italia bundle must not write a <style> the CSP would refuse.
window.VIDEOJS_NO_DYNAMIC_STYLE = true;
document.documentElement.classList.add("js");
