/** Parts that samples share. All of it is invented. */
export const subject = 'AAAAAAAAAAAAAAAAAAAAAA';
export const record = `sha256:${'A'.repeat(43)}`;
export const digest = 'A'.repeat(43);
export const at = '2030-06-13T18:04:09Z';
export const later = '2030-06-13T19:04:09Z';
export const fr = (text: string) => [{ lang: 'fr', text, status: 'original' }];
export const place = { lat: 339_876_543, lon: -68_543_210, accuracyM: 15, zone: 'Porte 12', text: fr('Parvis nord') };
export const placeCoarse = { row: 3398, col: -686, size: 100_000 };
export const period = { from: '2030-06-13T06:00:00Z', to: '2030-06-13T18:00:00Z' };
