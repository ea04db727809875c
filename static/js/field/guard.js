// Finds in a text what points at a person, while somebody writes and also without network. The
// words and the rules are those of the server (texts/guard/for_the_phone.py), in the page; here is
// how they are used, as in texts/guard/tags.py and texts/personal_data.py, with the same names.
const LONGEST_ENTRY = 4, CAPITALS = 0.6, LONGEST_SHORT = 5, SHORTEST_STRANGE = 3;
const OF_ONE = ["il", "del", "dal", "al", "quel"];
const ABBREVIATED = "TJVP3AK", OPENING = ':«“"([';

// Return a function that gives [{what, words}] for a text.
export function reader(guard) {
  const known = new Map();
  for (const [letter, entries] of Object.entries(guard.words)) {
    for (const entry of entries.split(" ")) known.set(entry.replaceAll("_", " "), letter);
  }
  const read = {
    known,
    plain: plainer(guard),
    token: new RegExp(guard.token, "gu"),
    acronym: new RegExp(guard.acronym, "yu"),
    roman: new RegExp(`^(?:${guard.roman})$`),
    likeASurname: new RegExp(`^(?:${guard.like_a_surname})$`),
    aFirstName: new RegExp(`^(?:${guard.a_first_name})$`),
    ofMany: new RegExp(`^(?:${guard.of_many})$`),
    aVerb: new RegExp(`^(?:${guard.a_verb})$`),
    aSurname: new RegExp(`^(?:${guard.a_surname})$`),
    surnameAfter: new RegExp(guard.surname_after, "yu"),
    strange: new RegExp(guard.strange),
    notThese: guard.not_these.map((pattern) => new RegExp(pattern, "gi")),
    formats: guard.formats.map(([what, pattern, flags]) => [what, new RegExp(pattern, `gd${flags}`)]),
    rules: [["name", new RegExp(guard.names, "gd")], ["address", new RegExp(guard.addresses, "gd")]],
  };
  return (text) => findIn(read.plain(text), read);
}

function plainer({ lookalikes, unseen }) {
  const letter = (c) => lookalikes[c] ?? c;
  const isUnseen = (c) => unseen.includes(c) || /[\p{Cf}\ufe00-\ufe0f]/u.test(c);
  const seen = (text) => [...text].filter((c) => !isUnseen(c)).map((c) => [...c.normalize("NFKC")].map(letter).join("")).join("");
  return (text) => seen(text).normalize("NFC").replace(/\p{Mn}/gu, "").replace(/\p{Zs}/gu, " ");
}

function findIn(plain, read) {
  const shapes = shapesIn(plain, read);
  const { tags, spans } = tagsOf(plain, read);
  const words = read.rules.flatMap(([what, rule]) => matches(tags, rule).map(([start, end]) => [spans[start / 2][0], spans[end / 2 - 1][1], what]));
  const outside = words.filter(([start, end]) => !shapes.some(([from, to]) => from <= start && end <= to));
  return [...shapes, ...outside].sort(([one], [other]) => one - other).map(([start, end, what]) => ({ what, words: wordsOf(plain.slice(start, end), what) }));
}

// the full stop after «scala B» ends the sentence
const wordsOf = (words, what) => (what === "address" ? words.replace(/\.$/, "") : words);

// [start, end] of the last group of each match, or of the whole where the rule has none.
function matches(text, rule, whole = false) {
  return [...text.matchAll(rule)].flatMap(({ indices }) => {
    const group = indices.slice(1).findLast(Boolean);
    return group || whole ? [group ?? indices[0]] : [];
  });
}

function shapesIn(plain, { formats, notThese }) {
  const found = [];
  let begun = false;
  for (const [what, pattern] of formats) {
    if (what === "plate" && !begun) {
      begun = true;
      for (const not of notThese) plain = without(plain, not);
    }
    found.push(...matches(plain, pattern, true).map(([start, end]) => [start, end, what]));
    plain = without(plain, pattern);
  }
  return found;
}

const without = (plain, pattern) => plain.replace(pattern, (match) => "\0".repeat(match.length));

function tagsOf(text, read) {
  const tokens = [...text.matchAll(read.token)];
  const end = (token) => token.index + token[0].length;
  const shouted = isShouted(text);
  const spans = [];
  let tags = "", at = 0, begins = true;
  while (at < tokens.length) {
    let [kind, used] = kindOf(text, tokens, at, read);
    const last = tokens[at + used - 1];
    let written = !tokens[at][1] ? "p" : shouted ? "l" : caseOf(last[1]);
    if (begins && written === "c" && used === 1 && kind !== "K") written = "s";
    if (written === "l" && "XW8".includes(kind)) {
      [kind, written] = ofMany(kind, folded(last[1]), tokens[Math.max(at - 1, 0)][0], read);
    }
    const dot = tokens[at + used]?.[0] === "." && text[end(last)] === "." && last[1]?.length <= LONGEST_SHORT;
    if (ABBREVIATED.includes(kind) && dot) used += 1;
    tags += kind + written;
    spans.push([tokens[at].index, end(tokens[at + used - 1])]);
    begins = kind === "E" || OPENING.includes(tokens[at][0]);
    at += used;
  }
  return { tags, spans };
}

function ofMany(kind, key, before, read) {
  if (kind === "8") return [kind, key.endsWith("no") ? "i" : "l"];
  if (!read.ofMany.test(key)) return [kind, "l"];
  if (OF_ONE.includes(before.toLowerCase())) return ["S", "l"];
  return [kind, kind === "X" ? "i" : "l"];
}

function isShouted(text) {
  const letters = text.match(/\p{L}/gu) ?? [];
  const capitals = letters.filter(isUpper).length;
  return capitals > CAPITALS * letters.length && text.trim().includes(" ");
}

const isUpper = (word) => word === word.toUpperCase() && word !== word.toLowerCase();

function caseOf(word) {
  const letters = word.replace(/'+$/, "");
  if (!isUpper(letters[0])) return "l";
  return letters.length > 1 && isUpper(letters) ? "u" : "c";
}

function kindOf(text, tokens, at, read) {
  const [whole, word, number, mark, stop] = tokens[at];
  if (!word) return [stop ? "E" : number ? "N" : mark === "-" ? "-" : "C", 1];
  if (word.length === 1 && text[tokens[at].index + 1] === ".") return [initial(text, tokens[at].index, whole, read), 1];
  const keys = keysFrom(text, tokens, at);
  for (let used = keys.length; used > 1; used -= 1) {
    const kind = read.known.get(keys.slice(0, used).join(" ").replaceAll("'", ""));
    const ends = word[0] + tokens[at + used - 1][1][0];
    if (kind && !("SW7".includes(kind) && ends !== ends.toUpperCase())) return [kind, used];
  }
  const kind = read.known.get(keys[0]) ?? read.known.get(keys[0].replace(/'+$/, ""));
  return [kind ?? unknown(keys[0], word, read), 1];
}

function initial(text, index, letter, { known, acronym, surnameAfter }) {
  if (!isUpper(letter)) return known.get(letter) ?? "X";
  acronym.lastIndex = index;
  if (acronym.test(text)) return "X";
  surnameAfter.lastIndex = index + 1;
  const following = surnameAfter.exec(text);
  const ofASurname = following && known.get(folded(following[1])) === "S";
  return letter === "S" && !ofASurname ? "A" : "K";
}

function keysFrom(text, tokens, at) {
  const keys = [];
  let end = 0;
  for (const token of tokens.slice(at, at + LONGEST_ENTRY)) {
    if (!token[1] || (keys.length && text.slice(end, token.index).replaceAll(" ", ""))) break;
    keys.push(folded(token[1]).replaceAll(".", " "));
    end = token.index + token[0].length;
  }
  return keys;
}

function folded(word) {
  const apart = word.toLowerCase().normalize("NFD");
  const bare = apart.replace(/\p{Mn}/gu, "");
  return /\p{Mn}$/u.test(apart) ? `${bare}'` : bare;
}

function unknown(key, word, { roman, aFirstName, aVerb, aSurname, likeASurname, strange }) {
  if (roman.test(word)) return "Q";
  if (aFirstName.test(key)) return "F";
  if (isUpper(word[0]) && aSurname.test(key)) return "S";
  if (isUpper(word[0]) && likeASurname.test(key)) return "W";
  if (!isUpper(word[0]) && aVerb.test(key)) return "8";
  return key.length >= SHORTEST_STRANGE && strange.test(key) ? "2" : "X";
}
