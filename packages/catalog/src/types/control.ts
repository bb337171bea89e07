import { openLabel, type RecordType, required, type Unit, unit } from '../record-type.ts';
import { agency, code, desk, digest, instant, integer, list, party } from '../schema-parts.ts';
import { erasureGround, keyAct, keyRole, retainedGround } from '../vocabulary/control.ts';
import { coded } from '../vocabulary/vocabulary.ts';

interface ControlDraft {
  readonly type: string;
  readonly names: RecordType['names'];
  readonly units: readonly Unit[];
  readonly authorSignature?: true;
}

const arity = 8;
/** Control records flow until the last deadline of retention or erasure (LG7). */
const retentionDays = 3650;

function control({ type, names, units, authorSignature }: ControlDraft): RecordType {
  return {
    type,
    version: 1,
    names,
    topic: 'control',
    arity,
    defaultLabel: { ...openLabel, lvl: 0 },
    personalData: 'none',
    retentionDays,
    authorSignature: authorSignature ?? false,
    control: true,
    units,
    rules: [],
  };
}

const ground = coded(erasureGround);
const logOrigin = { type: 'string', pattern: '^[a-z]{2,12}\\.[a-z][a-z0-9-]{0,31}/[A-Za-z0-9_-]{43}$' };

/** Types that nodes make: codes, ids, times and counts, never text (LG7). */
export const controlTypes = {
  withdrawal: control({
    type: 'withdrawal',
    names: { en: 'Withdrawal', fr: 'Retrait', ar: 'سحب' },
    authorSignature: true,
    units: [
      required(unit('reason', ['Reason', 'Motif', 'السبب'], code)),
      unit('replaced', ['Replaced', 'Remplacé', 'عُوّض'], { type: 'boolean' }),
    ],
  }),
  erasure: control({
    type: 'erasure',
    names: { en: 'Erasure order', fr: 'Ordre d’effacement', ar: 'أمر بالمحو' },
    authorSignature: true,
    units: [
      required(unit('ground', ['Ground', 'Fondement', 'السند'], { anyOf: [ground, code] })),
      required(unit('deadline', ['Deadline', 'Échéance', 'الأجل'], instant)),
    ],
  }),
  erased: control({
    type: 'erased',
    names: { en: 'Erased', fr: 'Effacé', ar: 'تم المحو' },
    units: [
      required(unit('held', ['Was held', 'Était détenu', 'كان محفوظا'], { type: 'boolean' })),
      unit('retainedGround', ['Kept under', 'Conservé en vertu de', 'محفوظ بموجب'], coded(retainedGround)),
      unit('retainedUntil', ['Kept until', 'Conservé jusqu’au', 'محفوظ إلى غاية'], instant),
      unit('forwarded', ['Forwarded to', 'Transmis à', 'أحيل إلى'], list(agency, { max: 32 })),
    ],
  }),
  refused: control({
    type: 'refused',
    names: { en: 'Refused', fr: 'Refusé', ar: 'مرفوض' },
    units: [
      required(unit('code', ['Code', 'Code', 'الرمز'], code)),
      required(unit('index', ['Position', 'Position', 'الموضع'], integer(0, Number.MAX_SAFE_INTEGER))),
      required(unit('log', ['Log', 'Journal', 'السجل'], logOrigin)),
    ],
  }),
  fetched: control({
    type: 'fetched',
    names: { en: 'Attachment received', fr: 'Pièce jointe reçue', ar: 'تم استلام المرفق' },
    units: [
      required(unit('root', ['Attachment', 'Pièce jointe', 'المرفق'], digest)),
      unit('code', ['Refused because', 'Refusée car', 'سبب الرفض'], code),
    ],
  }),
  used: control({
    type: 'used',
    names: { en: 'Use of a record', fr: 'Usage d’un enregistrement', ar: 'استعمال تسجيل' },
    units: [
      required(unit('use', ['Use', 'Usage', 'الاستعمال'], code)),
      required(unit('desk', ['Desk', 'Bureau', 'المكتب'], desk)),
      unit('purpose', ['Purpose', 'Finalité', 'الغرض'], code),
    ],
  }),
  log: control({
    type: 'log',
    names: { en: 'Closing of a log', fr: 'Clôture d’un journal', ar: 'إغلاق سجل' },
    units: [
      required(unit('act', ['Act', 'Acte', 'العملية'], code)),
      required(unit('log', ['Log', 'Journal', 'السجل'], logOrigin)),
      required(unit('size', ['Size', 'Taille', 'الحجم'], integer(0, Number.MAX_SAFE_INTEGER))),
    ],
  }),
  key: control({
    type: 'key',
    names: { en: 'Key change', fr: 'Changement de clé', ar: 'تغيير مفتاح' },
    units: [
      required(unit('act', ['Act', 'Acte', 'العملية'], coded(keyAct))),
      required(unit('party', ['Country', 'Pays', 'الدولة'], party)),
      required(unit('role', ['Role', 'Rôle', 'الدور'], coded(keyRole))),
      required(unit('digest', ['Digest', 'Empreinte', 'البصمة'], digest)),
      unit('from', ['From', 'À compter de', 'ابتداء من'], instant),
      unit('cutOff', ['Cut-off', 'Coupure', 'الحد'], integer(0, Number.MAX_SAFE_INTEGER)),
    ],
  }),
  suspend: control({
    type: 'suspend',
    names: { en: 'Suspension', fr: 'Suspension', ar: 'تعليق' },
    units: [required(unit('agreement', ['Arrangement', 'Arrangement', 'الترتيب'], digest))],
  }),
  resume: control({
    type: 'resume',
    names: { en: 'Resumption', fr: 'Reprise', ar: 'استئناف' },
    units: [required(unit('agreement', ['Arrangement', 'Arrangement', 'الترتيب'], digest))],
  }),
  agreement: control({
    type: 'agreement',
    names: { en: 'Arrangement version', fr: 'Version de l’arrangement', ar: 'صيغة الترتيب' },
    units: [
      required(unit('agreement', ['Arrangement', 'Arrangement', 'الترتيب'], digest)),
      required(unit('number', ['Version', 'Version', 'الصيغة'], integer(1, 1_000_000))),
      unit('previous', ['Previous version', 'Version précédente', 'الصيغة السابقة'], digest),
      unit('effective', ['Effective from', 'À compter du', 'ابتداء من'], instant),
    ],
  }),
} as const satisfies Record<string, RecordType>;
