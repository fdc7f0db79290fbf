/** The 82 characters that a value may hold, in the order in which the check pair counts them. */
const CHARACTERS = '!"%&\'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
/** Those of a check pair: nothing that looks like something else. */
const PAIR_CHARACTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const MODULUS = 1021;
/** One for each character before the pair, counted from the right; the longest value with a pair has 25 characters. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];

/** True when the last two characters check those before them, as those of a Global Model Number do. */
export function hasCheckPair(text: string): boolean {
  const pair = checkPair(text.slice(0, -2));
  return text.length > 2 && pair !== null && text.slice(-2) === pair;
}

/** The two check characters of a value of at most 23 characters; null for a longer one. */
export function checkPair(payload: string): string | null {
  if (payload.length > PRIMES.length) {
    return null;
  }
  const total = Array.from(payload).reduce(
    (sum, character, place) => sum + CHARACTERS.indexOf(character) * (PRIMES[payload.length - 1 - place] ?? 0),
    0,
  );
  const rest = total % MODULUS;
  return PAIR_CHARACTERS.charAt(rest >> 5) + PAIR_CHARACTERS.charAt(rest & 31);
}
