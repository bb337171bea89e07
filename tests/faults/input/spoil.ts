/** Random and mutated bytes that follow from the dice alone. */
export class Spoiler {
  readonly roll: () => number;

  constructor(roll: () => number) {
    this.roll = roll;
  }

  below(bound: number): number {
    return Math.floor(this.roll() * bound);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }

  /** Between one and six edits: bytes changed, dropped, doubled, put in, or the end cut off. */
  mutated(whole: Uint8Array): Buffer {
    let bytes = Buffer.from(whole);
    for (let edits = 1 + this.below(6); edits > 0; edits--) {
      const at = this.below(bytes.length + 1);
      const edit = this.below(5);
      if (edit === 0 && at < bytes.length) bytes[at] = this.pick([0, 0x22, 0x2c, 0x5b, 0x7b, 0x3c, 0x26, 0xff, this.below(256)]);
      else if (edit === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + this.below(8))]);
      else if (edit === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + this.below(64)), bytes.subarray(at)]);
      else if (edit === 3) bytes = Buffer.concat([bytes.subarray(0, at), this.bytes(1 + this.below(8)), bytes.subarray(at)]);
      else bytes = bytes.subarray(0, at);
    }
    return bytes;
  }

  /** JSON of any shape: some of it deep, with members doubled, numbers out of range, half characters. */
  json(depth = 3): string {
    switch (this.below(depth > 0 ? 12 : 7)) {
      case 0:
        return 'null';
      case 1:
        return this.pick(['true', 'false']);
      case 2:
        return this.pick(['0', '-1', '9007199254740993', '1e400', '-0', '1.5', '00']);
      case 3:
        return JSON.stringify(this.text());
      case 4:
        return '"\\ud800"';
      case 5:
        return this.pick(['"__proto__"', '"constructor"', '""']);
      case 6:
        return this.pick(['', '{', '[1,', '"half', '\u0000', '{"a":1}}']);
      case 7:
        return `${'['.repeat(this.below(3_000))}`;
      case 8:
      case 9:
        return `[${Array.from({ length: this.below(4) }, () => this.json(depth - 1)).join()}]`;
      default: {
        const names = ['type', 'mode', 'fields', 'type', 'user', '__proto__', 'a', 'label', 'refs', 'purpose', 'subject'];
        return `{${Array.from({ length: this.below(5) }, () => `"${this.pick(names)}":${this.json(depth - 1)}`).join()}}`;
      }
    }
  }

  text(): string {
    return this.pick([
      '',
      'x',
      '..',
      '../../etc/passwd',
      '%00',
      `sha256:${'A'.repeat(43)}`,
      'sha256:short',
      'gb.police',
      'نص بالعربية',
      '\u202e\u0000\ufeff',
      'x'.repeat(this.below(400)),
      '9'.repeat(this.below(30)),
      "'; DROP TABLE leaves; --",
      this.bytes(this.below(20)).toString('latin1'),
    ]);
  }

  /** Text that may stand in a header. */
  token(): string {
    return this.text().replace(/[^\x20-\x7e]/g, '~');
  }
}
