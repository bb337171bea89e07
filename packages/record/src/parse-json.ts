import { boundedText, checkBounds } from './bound-text.ts';
import { isKey } from './canonical.ts';
import { readCanonical } from './canonical-reader.ts';
import { fail } from './codes.ts';
import { type Bounds, defaultBounds, type Json } from './json.ts';

const number = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const integer = /^-?(?:0|[1-9][0-9]*)$/;
const space = /[ \t\n\r]*/y;

class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  skipSpace(): void {
    space.lastIndex = this.at;
    space.test(this.text);
    this.at = space.lastIndex;
  }

  syntax(path: string): never {
    throw fail('json-syntax', `the text is not JSON at offset ${this.at}`, { path });
  }

  value(path: string): Json {
    this.skipSpace();
    const unit = this.text.charAt(this.at);
    if (unit === '{') return this.object(path);
    if (unit === '[') return this.array(path);
    if (unit === '"') return this.string(path);
    if (unit === 't') return this.word('true', true, path);
    if (unit === 'f') return this.word('false', false, path);
    if (unit === 'n') return this.word('null', null, path);
    return this.number(path);
  }

  word(word: string, value: Json, path: string): Json {
    if (!this.text.startsWith(word, this.at)) this.syntax(path);
    this.at += word.length;
    return value;
  }

  number(path: string): number {
    number.lastIndex = this.at;
    const token = number.exec(this.text)?.[0];
    if (token === undefined) this.syntax(path);
    this.at += token.length;
    const value = Number(token);
    if (!integer.test(token) || !Number.isSafeInteger(value) || Object.is(value, -0)) {
      throw fail('json-number', `${token.slice(0, 40)} is not an integer within 2^53-1`, { path });
    }
    return value;
  }

  string(path: string): string {
    const start = this.at + 1;
    let end = start;
    let plain = true;
    for (; ; end += 1) {
      const unit = this.text.charCodeAt(end);
      if (unit === 0x22) break;
      if (Number.isNaN(unit) || unit < 0x20) {
        this.at = end;
        this.syntax(path);
      }
      if (unit === 0x5c) {
        plain = false;
        end += 1;
      }
    }
    const raw = this.text.slice(start, end);
    let value = raw;
    if (!plain) {
      try {
        value = JSON.parse(`"${raw}"`) as string;
      } catch {
        // The engine's message would quote the content; the offset is enough.
        this.syntax(path);
      }
    }
    if (!value.isWellFormed()) throw fail('json-surrogate', 'a string holds half of a surrogate pair', { path });
    this.at = end + 1;
    return value;
  }

  array(path: string): readonly Json[] {
    const elements: Json[] = [];
    this.at += 1;
    this.skipSpace();
    if (this.text.charAt(this.at) === ']') {
      this.at += 1;
      return elements;
    }
    for (;;) {
      elements.push(this.value(`${path}[${elements.length}]`));
      if (this.separator(']', path)) return elements;
    }
  }

  object(path: string): Json {
    const members: Record<string, Json> = {};
    this.at += 1;
    this.skipSpace();
    if (this.text.charAt(this.at) === '}') {
      this.at += 1;
      return members;
    }
    for (;;) {
      this.skipSpace();
      if (this.text.charAt(this.at) !== '"') this.syntax(path);
      const key = this.string(path);
      if (!isKey(key)) throw fail('json-key', `${JSON.stringify(key.slice(0, 60))} is not a key such as startsAt`, { path });
      if (Object.hasOwn(members, key)) throw fail('json-duplicate-key', `the key ${key} stands twice`, { path });
      this.skipSpace();
      if (this.text.charAt(this.at) !== ':') this.syntax(path);
      this.at += 1;
      members[key] = this.value(path === '$' ? key : `${path}.${key}`);
      if (this.separator('}', path)) return members;
    }
  }

  separator(close: string, path: string): boolean {
    this.skipSpace();
    const unit = this.text.charAt(this.at);
    this.at += 1;
    if (unit === close) return true;
    if (unit === ',') return false;
    this.at -= 1;
    return this.syntax(path);
  }
}

function parseStrict(text: string): Json {
  const reader = new Reader(text);
  const value = reader.value('$');
  reader.skipSpace();
  if (reader.at !== text.length) reader.syntax('$');
  return value;
}

/**
 * Parses JSON within BY1 that need not be canonical (white space, any key order). Throws one of the `json-*` codes with the path:
 * duplicate keys, lone surrogates, numbers that are not plain integers, keys outside the grammar, anything over the bounds.
 */
export function parseJson(input: Uint8Array | string, bounds: Bounds = defaultBounds): Json {
  const text = boundedText(input, bounds);
  checkBounds(text, bounds);
  return parseStrict(text);
}

/** Parses canonical JSON (BY1, BY2): throws `json-not-canonical` where `parseJson` would pass, and its codes otherwise. */
export function parseCanonical(input: Uint8Array | string, bounds: Bounds = defaultBounds): Json {
  const text = boundedText(input, bounds);
  const value = readCanonical(text, bounds);
  if (value !== undefined) return value;
  // The slow parser finds what is wrong and where.
  checkBounds(text, bounds);
  parseStrict(text);
  throw fail('json-not-canonical', 'the text is not the canonical form of its value');
}
