import { fail } from './codes.ts';
import type { Bounds } from './json.ts';

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of bounded input; throws `json-too-long` before it decodes, `json-utf8` for bytes that are not UTF-8. */
export function boundedText(input: Uint8Array | string, bounds: Bounds): string {
  if (typeof input === 'string') {
    // One UTF-16 unit gives at most three bytes, so most texts need no counting.
    const fits = input.length * 3 <= bounds.maxBytes || (input.length <= bounds.maxBytes && utf8.encode(input).length <= bounds.maxBytes);
    if (!fits) throw fail('json-too-long', `the text is longer than ${bounds.maxBytes} bytes`);
    return input;
  }
  if (input.length > bounds.maxBytes) throw fail('json-too-long', `${input.length} bytes are more than ${bounds.maxBytes}`);
  try {
    return strictUtf8.decode(input);
  } catch (cause) {
    throw fail('json-utf8', 'the bytes are not UTF-8', { cause });
  }
}

/**
 * One pass over a text that may not be JSON: throws `json-too-deep`, `json-too-many-members` (elements of arrays and members of objects)
 * or `json-string-too-long` (as written, escapes included) before anything is built from it.
 */
export function checkBounds(text: string, bounds: Bounds): void {
  let depth = 0;
  let members = 0;
  const end = text.length;
  for (let i = 0; i < end; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === 0x22) {
      const start = i + 1;
      i = text.indexOf('"', start);
      while (i > 0 && text.charCodeAt(i - 1) === 0x5c && isEscaped(text, i, start)) i = text.indexOf('"', i + 1);
      if (i < 0) i = end;
      if (i - start > bounds.maxStringLength) throw fail('json-string-too-long', `a string is longer than ${bounds.maxStringLength}`);
    } else if (unit === 0x2c) {
      members += 1;
    } else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      const next = text.charCodeAt(i + 1);
      if (next !== 0x7d && next !== 0x5d) members += 1;
      if (depth > bounds.maxDepth) throw fail('json-too-deep', `the text is nested deeper than ${bounds.maxDepth}`);
    } else if (unit === 0x7d || unit === 0x5d) {
      depth -= 1;
    }
  }
  if (members > bounds.maxMembers) throw fail('json-too-many-members', `the text has more than ${bounds.maxMembers} members`);
}

function isEscaped(text: string, quote: number, start: number): boolean {
  let slash = quote - 1;
  while (slash >= start && text.charCodeAt(slash) === 0x5c) slash -= 1;
  return ((quote - 1 - slash) & 1) === 1;
}
