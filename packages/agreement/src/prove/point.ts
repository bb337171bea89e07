import type { AttributeName, Scalar } from '../document.ts';

/** Who would read: an agency of the arrangement with what the document says of it, or someone outside it. */
export interface Reader {
  readonly agency: string;
  readonly function?: string;
  readonly party?: string;
}

/** One question that an arrangement answers: may this unit of such a record go to this reader for this purpose, now? `undefined` = absent. */
export interface Point {
  readonly type: string;
  /** Topic under which the arrangement carries the type; absent when it carries it under none. */
  readonly topic?: string | undefined;
  readonly unit: string;
  readonly personalData?: string | undefined;
  readonly issuer: string;
  readonly issuerFunction?: string | undefined;
  readonly reader: Reader;
  readonly purpose: string;
  readonly mode: string;
  readonly lvl: number;
  readonly tlp: string;
  readonly hdl: readonly string[];
  readonly cav: readonly string[];
  readonly threatToLife: boolean;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** The agency's clock is uncertain (EX8): predicates don't see the time. */
  readonly uncertain: boolean;
  /** The catalogue declares a coarse twin for the unit (RC4). */
  readonly hasTwin: boolean;
}

/** What `before` compares, what `has` searches, and what the other operators compare. */
export function attributeOf(point: Point, name: AttributeName): Scalar | readonly string[] | undefined {
  switch (name) {
    case 'record.type':
      return point.type;
    case 'record.mode':
      return point.mode;
    case 'record.issuer':
      return point.issuer;
    case 'record.issuerFunction':
      return point.issuerFunction;
    case 'record.topic':
      return point.topic;
    case 'unit.name':
      return point.unit;
    case 'unit.personalData':
      return point.personalData;
    case 'eff.lvl':
      return point.lvl;
    case 'eff.tlp':
      return point.tlp;
    case 'eff.hdl':
      return point.hdl;
    case 'eff.cav':
      return point.cav;
    case 'reader.agency':
      return point.reader.agency;
    case 'reader.function':
      return point.reader.function;
    case 'reader.party':
      return point.reader.party;
    case 'ctx.purpose':
      return point.purpose;
    case 'ctx.threatToLife':
      return point.threatToLife;
    case 'ctx.now':
      return point.uncertain ? undefined : point.nowMs;
  }
}
