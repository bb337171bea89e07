import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from './secret.ts';

test('[ID3] a secret prints as [redacted] whichever way it is printed', () => {
  const secret = new Secret('correct horse');
  const printed = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret),
    inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
    String(secret),
  ];
  for (const text of printed) {
    expect(text).toContain('[redacted]');
    expect(text).not.toContain('horse');
  }
  expect(secret.reveal()).toBe('correct horse');
});
