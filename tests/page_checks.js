// What the tests measure in a page. Every check returns what is wrong, one line each.

const name = (element) => [element.localName, ...element.classList].join(".");
const said = (element) => {
  const around = element.parentElement?.closest("[class]");
  const words = element.textContent.trim() || element.getAttribute("aria-label");
  return `${around ? `${name(around)} ` : ""}${name(element)} «${words?.slice(0, 30)}»`;
};
const all = (selector) => [...document.querySelectorAll(selector)];
const style = (element) => getComputedStyle(element);
const scrolls = (element) => /auto|scroll/.test(style(element).overflowX);

function* ancestors(element) {
  for (let each = element; each; each = each.parentElement) yield each;
}

// Not to be seen: not laid out, or for listening only (clipped to nothing, beyond the left edge).
const isHidden = (element) =>
  !element.checkVisibility({ visibilityProperty: true }) ||
  element.getBoundingClientRect().right <= 0 ||
  [...ancestors(element)].some((each) => style(each).clipPath === "inset(50%)");

// The boxes of all text to be seen: as wide as drawn, as high as its characters (not its line).
function* textBoxes() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || isHidden(element)) continue;
    const picture = element.closest("svg");
    const size = parseFloat(style(element).fontSize) * (picture ? picture.getScreenCTM().a : 1);
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const { left, right, top, bottom } of range.getClientRects()) {
      const middle = (top + bottom) / 2;
      if (right - left >= 1)
        yield { element, text, left, right, top: middle - size * 0.4, bottom: middle + size * 0.4 };
    }
  }
}

// Colours as [red, green, blue, opacity], and their contrast as WCAG 2 defines it.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const colours = new Map();
const rgba = (css) => {
  if (!colours.has(css)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = css;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, opacity] = canvas.getImageData(0, 0, 1, 1).data;
    colours.set(css, [red, green, blue, opacity / 255]);
  }
  return colours.get(css);
};
const WHITE = [255, 255, 255, 1];
const over = (front, back) =>
  [0, 1, 2].map((at) => front[at] * front[3] + back[at] * (1 - front[3])).concat(1);
const luminance = (colour) => {
  const [red, green, blue] = colour.slice(0, 3).map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const contrast = (one, other) => {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

// The colour behind an element: the boxes around it and, in a chart, the faces drawn before it.
const ground = (element) =>
  [...ancestors(element)].map((each) => rgba(style(each).backgroundColor))
    .reduceRight((back, front) => over(front, back), WHITE);
const isLogo = (element) => element.closest(".kicker svg") !== null;
const isFace = (element) => element instanceof SVGGeometryElement && style(element).fill !== "none";
const groundAt = (text, x, y) => {
  const faces = document.elementsFromPoint(x, y).filter((each) =>
    isFace(each) && each.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING);
  return faces.map((each) => rgba(style(each).fill)).reduceRight((back, front) => over(front, back), ground(text));
};

const checks = {
  sideways() {
    const wide = document.documentElement.scrollWidth;
    const beyond = all("body *").filter((each) =>
      each.getBoundingClientRect().right > innerWidth + 1 && !isHidden(each) && ![...ancestors(each.parentElement)].some(scrolls));
    return wide > innerWidth ? [`the page is ${wide} wide`, ...beyond.map(said)] : [];
  },

  unreachable() {
    const moving = all("body *").filter((each) => scrolls(each) && each.scrollWidth > each.clientWidth);
    return moving.filter((each) => each.tabIndex !== 0 || !each.getAttribute("aria-label")).map(said);
  },

  cutOff() {
    const wrong = [];
    for (const { element, text, left, right, top, bottom } of textBoxes())
      for (const each of ancestors(element)) {
        if (scrolls(each) || each === document.body) break;
        if (style(each).overflowX === "visible") continue;
        const edge = each.getBoundingClientRect();
        const beyond = Math.max(edge.left - left, right - edge.right, edge.top - top, bottom - edge.bottom);
        if (beyond > 1) wrong.push(`${name(each)} cuts «${text}» by ${beyond.toFixed(1)}`);
      }
    return wrong;
  },

  overlaps() {
    const boxes = [...textBoxes()].sort((one, other) => one.top - other.top);
    const wrong = [];
    boxes.forEach((one, at) => {
      for (const other of boxes.slice(at + 1)) {
        if (other.top > one.bottom - 2) break;
        if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1.5)
          wrong.push(`${said(one.element)} and ${said(other.element)}`);
      }
    });
    return wrong;
  },

  // Text needs 4.5 : 1, in HTML 3 : 1 where it is large; a logo needs none. The whole page must be
  // in the window.
  faintText() {
    const wrong = [];
    for (const { element, left, right, top, bottom } of textBoxes()) {
      if (isLogo(element)) continue;
      const { color, fill, fontSize, fontWeight } = style(element);
      const drawn = element instanceof SVGElement;
      const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
      for (const share of [0.1, 0.5, 0.9]) {
        const back = groundAt(element, left + (right - left) * share, (top + bottom) / 2);
        const found = contrast(over(rgba(drawn ? fill : color), back), back);
        if (found < (large && !drawn ? 3 : 4.5)) wrong.push(`${found.toFixed(2)} ${said(element)}`);
      }
    }
    return wrong;
  },

  // A mark of a chart needs 3 : 1, by its line or by its face, on white and on every tint.
  faintMarks({ tints, decoration }) {
    const wrong = [];
    const decorative = [...tints, ...decoration].map((each) => String(rgba(each)));
    const backs = [WHITE, ...tints.map(rgba)];
    const marks = all("svg *").filter((each) => each instanceof SVGGeometryElement && !isLogo(each));
    for (const element of marks) {
      const { fill, stroke } = style(element);
      const colours = [fill, stroke].filter((each) => each !== "none").map(rgba);
      if (colours.every((each) => String(each) === String(WHITE) || decorative.includes(String(each)))) continue;
      const weakest = Math.min(...backs.map((back) => Math.max(...colours.map((each) => contrast(over(each, back), back)))));
      if (weakest < 3) wrong.push(`${weakest.toFixed(2)} fill ${fill} stroke ${stroke}`);
    }
    return [...new Set(wrong)];
  },

  // From here on, every step of the focus is written down.
  watchFocus() {
    window.focused = [];
    window.reachable = all("a[href], button, input, select, summary, [tabindex='0']").filter((each) => each.checkVisibility());
    document.addEventListener("focusin", ({ target }) => {
      const { outlineStyle, outlineWidth, outlineColor } = style(target);
      const stands = contrast(rgba(outlineColor), ground(target.parentElement)) >= 3;
      const seen = outlineStyle === "solid" && parseFloat(outlineWidth) >= 2 && stands;
      focused.push({ target, seen });
    });
    return reachable.length;
  },

  wrongFocus() {
    const order = reachable.filter((each, at) => focused[at]?.target !== each).map((each) => `not in its turn: ${said(each)}`);
    const unseen = focused.filter(({ seen }) => !seen).map(({ target }) => `without outline: ${said(target)}`);
    return [...order, ...unseen];
  },
};
window.checks = checks;
