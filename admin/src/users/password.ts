/** Without letters and figures that look alike; 16 of them are 91 bits. */
const SIGNS = 'abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 16;
const GROUP = 4;

/** A password that nobody can guess, in groups that can be read aloud. */
export function generatedPassword(): string {
  const signs: string[] = [];
  while (signs.length < LENGTH) {
    const [number] = crypto.getRandomValues(new Uint8Array(1));
    // what is beyond the last whole turn would make the first signs more frequent
    if (number! < 256 - (256 % SIGNS.length)) {
      signs.push(SIGNS[number! % SIGNS.length]!);
    }
  }
  return signs.join('').match(new RegExp(`.{${GROUP}}`, 'g'))!.join('-');
}
