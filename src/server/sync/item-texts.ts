/**
 * The JSON text of each element of the top-level "items" array, word for word: a parsed event written out again
 * would not be what came in (number spellings, doubled keys), and the journal keeps what came in. `json` must be
 * an object that JSON.parse has accepted; of a doubled "items" the last one counts, as it does there.
 */
export function itemTexts(json: string): string[] {
  let texts: string[] = [];
  let key = json.indexOf('"');
  while (key !== -1) {
    const afterKey = endOfString(json, key);
    const value = skip(json, afterKey);
    if (json[value] === '[' && JSON.parse(json.slice(key, afterKey)) === 'items') {
      texts = elementTexts(json, value);
    }
    key = json.indexOf('"', endOfValue(json, value));
  }
  return texts;
}

function elementTexts(json: string, open: number): string[] {
  const texts: string[] = [];
  let at = skip(json, open + 1);
  while (json[at] !== ']') {
    const end = endOfValue(json, at);
    texts.push(json.slice(at, end));
    at = skip(json, end);
  }
  return texts;
}

/** Past blanks, commas and colons. */
function skip(json: string, from: number): number {
  let at = from;
  while (' \n\r\t,:'.includes(json[at] ?? 'x')) {
    at += 1;
  }
  return at;
}

function endOfValue(json: string, start: number): number {
  const first = json[start];
  if (first === '"') {
    return endOfString(json, start);
  }
  if (first === '{' || first === '[') {
    return endOfNested(json, start);
  }
  let at = start;
  while (!' \n\r\t,]}'.includes(json[at] ?? ',')) {
    at += 1;
  }
  return at;
}

function endOfNested(json: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const letter = json[at];
    if (letter === '"') {
      at = endOfString(json, at);
      continue;
    }
    if (letter === '{' || letter === '[') {
      depth += 1;
    } else if (letter === '}' || letter === ']') {
      depth -= 1;
    }
    at += 1;
  } while (depth > 0);
  return at;
}

/** Past the string that opens at `open`: it closes at the first quote with an even number of backslashes before it. */
function endOfString(json: string, open: number): number {
  let close = json.indexOf('"', open + 1);
  while (isEscaped(json, close)) {
    close = json.indexOf('"', close + 1);
  }
  return close + 1;
}

function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json[before] === '\\') {
    before -= 1;
  }
  return (at - before) % 2 === 0;
}
