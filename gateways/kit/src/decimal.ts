const pattern = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** A decimal number as written, without sign of plus, leading zeros or trailing zeros: `+041.120` is `41.12`, `-0.0` is `0`. */
export type DecimalText = string;

/** The normal form of a decimal, or undefined when the text is none (no exponent, at least one digit, at most 40 characters). */
export function parseDecimal(text: string): DecimalText | undefined {
  if (text.length > 40) return undefined;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const whole = match[2] ?? '';
  const fraction = match[3] ?? '';
  if (whole === '' && fraction === '') return undefined;
  const integer = whole.replace(/^0+(?=\d)/, '') || '0';
  const rest = fraction.replace(/0+$/, '');
  const zero = integer === '0' && rest === '';
  return `${match[1] === '-' && !zero ? '-' : ''}${integer}${rest === '' ? '' : `.${rest}`}`;
}

/** A decimal as an integer scaled by 10^digits, rounded half away from zero; `exact` says that nothing was lost; undefined beyond ±(2^53−1). */
export function scaleDecimal(decimal: DecimalText, digits: number): { readonly value: number; readonly exact: boolean } | undefined {
  const negative = decimal.startsWith('-');
  const [integer = '0', fraction = ''] = (negative ? decimal.slice(1) : decimal).split('.');
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  const lost = fraction.slice(digits);
  const rounded = BigInt(integer + kept) + (lost !== '' && lost >= '5' ? 1n : 0n);
  if (rounded > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const value = Number(rounded);
  return { value: negative && value !== 0 ? -value : value, exact: lost === '' };
}

/** The decimal that an integer scaled by 10^digits stands for, in normal form. */
export function unscaleDecimal(value: number, digits: number): DecimalText {
  const size = String(Math.abs(value)).padStart(digits + 1, '0');
  const cut = size.length - digits;
  const text = digits === 0 ? size : `${size.slice(0, cut)}.${size.slice(cut)}`;
  return parseDecimal(value < 0 ? `-${text}` : text) ?? '0';
}
