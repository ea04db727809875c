// A code found in what people type, paste or dictate: the reading of texts/codes.py, for a phone
// without network; tests/interventions/test_field_codes.py reads the same texts with both.
const SAID = /(?<![A-Z0-9])(TRATTIN[OI]|MENO|DASH|HYPHEN|MINUS|BARRA|SLASH|PUNTO|SPAZIO)(?![A-Z0-9])/g;
const BEGINS = "([A-Z][A-Z01]{1,3})";
const YEAR = "(2[0-9OIL]{3})";
const APART = "[^A-Z0-9]{0,5}";
const IN_A_TEXT = [["[^A-Z0-9 ]?", "([A-Z0-9]{6})"], [APART, `((?:[A-Z0-9]${APART}){5}[A-Z0-9])`]]
  .map(([apart, drawn]) => new RegExp(`(?<![A-Z0-9])${BEGINS}${apart}${YEAR}${apart}${drawn}(?![A-Z0-9])`, "g"));
const WITHOUT_SIGNS = new RegExp(`^${BEGINS}${YEAR}([A-Z0-9]{6})$`);

export function codeIn(text) {
  const plain = unquoted(text).normalize("NFKC").toUpperCase().replace(/\p{Cf}/gu, "").replace(SAID, "-");
  for (const pattern of IN_A_TEXT) {
    const found = new Set([...plain.matchAll(pattern)].map(inItsForm));
    if (found.size) return found.size === 1 ? [...found][0] : "";
  }
  const match = plain.replace(/[^A-Z0-9]/g, "").match(WITHOUT_SIGNS);
  return match ? inItsForm(match) : "";
}

function inItsForm([, begins, year, drawn]) {
  return [
    begins.replace(/0/g, "O").replace(/1/g, "I"),
    year.replace(/O/g, "0").replace(/[IL]/g, "1"),
    drawn.replace(/[^A-Z0-9]/g, ""),
  ].join("-");
}

function unquoted(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that quotes nothing
  }
}
