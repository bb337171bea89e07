import { type Span, spansOf } from './finding.ts';

const birthWords =
  'D\\.?O\\.?B\\b\\.?|date of birth|birth ?date|born|date de naissance|née? le|fecha de nacimiento|nacid[oa] el|data de nascimento|nascid[oa] (?:a|em)|تاريخ (?:الازدياد|الميلاد|الولادة)|مزداد(?:ة)?|ازداد(?:ت)?|المولود(?:ة)?|من مواليد';
const birth = new RegExp(`(?<!\\p{L})(?:${birthWords})[^\\n\\d]{0,16}\\d{1,4}(?:[ ./-]\\p{L}{0,12}[ ./-]?\\d{0,4}){0,2}`, 'giu');

/** Dates of birth after their words in en, fr, es, pt, ar. */
export function birthDates(text: string): Span[] {
  return spansOf('birth-date', text, { form: birth });
}

const word = "\\p{Lu}[\\p{L}'’-]+";
const rolesLatin =
  'full name|first name|last name|surname|forename|given name|name of (?:the )?(?:victim|suspect|child|person|driver|missing person)|' +
  'victims?(?:\\(s\\))?|suspects?(?:\\(s\\))?|missing (?:person|child|man|woman|boy|girl)|witness(?:es)?|driver|arrested|detainee|deceased|' +
  'nom complet|nom et prénoms?|nom de famille|prénoms?|victimes?|témoins?|conducteur|personne disparue|enfant disparu|interpellé|' +
  'víctimas?|sospechosos?|desaparecid[oa]|nombre completo|apellidos?|vítimas?|suspeitos?|nome completo';
/** `VICTIM(S): KHAYRI DOE`, `Suspect: Jean Martin`; a common noun after the colon is lower case or one word. */
const labelledLatin = new RegExp(
  `(?<!\\p{L})(?:${rolesLatin})\\s?[:=]\\s?(?:(?:[Tt]he|[Aa]|[Uu]ne?|[Ll][ea])\\s)?((?:${word}|\\p{Lu}\\.)(?:[ ,]{1,2}(?:${word}|\\p{Lu}\\.)){1,3})`,
  'gu',
);
const rolesInitial = new RegExp(`(?<!\\p{L})(?:${rolesLatin})\\s?[:=]`, 'giu');
const labelledArabic =
  /(?<!\p{L})(?:الاسم الكامل|الاسم العائلي|الاسم الشخصي|اسم (?:الضحية|المشتبه (?:فيه|به)|الطفل|المفقود)|الضحية|المشتبه (?:فيه|به)|الموقوف|المفقود(?:ة)?|الشاهد|السائق)\s?[:：]\s?\p{Script=Arabic}{2,}(?: \p{Script=Arabic}{2,}){1,3}/gu;
const namedArabic = /(?<!\p{L})(?:المسمى|المسماة|المدعو|المدعوة|يدعى|تدعى)\s\p{Script=Arabic}{2,}/gu;
const namedLatin = new RegExp(
  `(?<!\\p{L})(?:identified as|known as|a\\.?k\\.?a\\.?|(?:man|woman|boy|girl|child|person|suspect|victim|supporter|individual) (?:named|called)|(?:[Ll]e|[Ll]a) (?:dé)?nommée?|s[’']appelle|identifiée? comme|(?:hombre|mujer|niñ[oa]) llamad[oa])\\s(?:(?:MM?|Mme|Mlle|Mrs?|Ms|Dr)\\.?\\s)?(${word}(?:\\s${word}){0,3})`,
  'gu',
);
const titled =
  /(?<![\p{L}.])(?:(?:Mr|Mrs|Ms|Miss|Mme|Mlle|Sgt|Insp|Cpl|Capt|Lieut|Det)\.?|(?:DET|SGT|INSP|CPL|CAPT|LIEUT|MR|MRS|M|Dr|DR|Lt|LT)\.)\s(?:Sgt|Insp|Const|Supt)?\.?\s?\p{Lu}[\p{L}'’-]+/gu;
const notNames =
  /^(?:The|A|An|No|None|Unknown|Not|One|Two|Three|Several|Le|La|Les|Un|Une|Aucune?|Inconnue?|Plusieurs|Gate|Porte|Stand|Zone|North|South|East|West|NONE|UNKNOWN|NO|TBC|N\/A)\b/;

/** Names of persons after a role, a title or words of naming, in Latin and Arabic script. A bare name in running text is not found: that takes a person. */
export function personNames(text: string): Span[] {
  const spans = [
    ...spansOf('person-name', text, { form: labelledArabic }),
    ...spansOf('person-name', text, { form: namedArabic }),
    ...spansOf('person-name', text, { form: namedLatin, accept: ([, name]) => !notNames.test(name ?? '') }),
    ...spansOf('person-name', text, { form: titled }),
  ];
  // Roles are found in any case; what follows must have the case of a name, so the two are matched apart.
  for (const role of text.matchAll(rolesInitial)) {
    const after = text.slice(role.index + role[0].length, role.index + role[0].length + 80);
    const name = new RegExp(`^\\s?((?:${word}|\\p{Lu}\\.)(?:[ ,]{1,2}(?:${word}|\\p{Lu}\\.)){1,3})`, 'u').exec(after);
    if (name !== null && !notNames.test((name[1] ?? '').trim()))
      spans.push({ kind: 'person-name', start: role.index, length: role[0].length + name[0].length });
  }
  if (spans.length === 0)
    spans.push(...spansOf('person-name', text, { form: labelledLatin, accept: ([, name]) => !notNames.test(name ?? '') }));
  return spans;
}

const traits: readonly RegExp[] = [
  /\b[3-7]\s?['’′]\s?\d{1,2}\s?["”″]?|\b[12](?:[.,]\d{2}\s?m|\s?m\s?\d{2})\b(?=.{0,40}(?:tall|height|taille|altura|طول))|(?:height|taille|altura|قامته|طوله)\s?[:=]?\s?\d/i,
  /\b\d{2,3}\s?(?:lbs?|pounds|libras)\b|\b(?:weigh(?:s|ing|t)|poids|corpulence|de peso|وزنه)\b/i,
  /\b(?:complexion|skin(?:ned| tone)|teint|tez|corpulent|slim build|medium build|stocky)\b|بشرة|البشرة|البنية/i,
  /\b(?:blk|bro|bln|black|brown|blond[e]?|red|grey|gray|dark|short|long|curly|shaved)[ -]hair(?:ed)?\b|\bcheveux\b|\bpelo (?:del? )?\p{L}+|شعر(?:ه|ها)?\s/iu,
  /\b(?:blk|bro|blu|grn|brown|blue|green|hazel)[ -]eyed?s?\b|\byeux (?:bleus|verts|marron|noirs)\b|\bojos? (?:de |azul|verde|marr)|عيناه|عيناها|العينين/i,
  /\b(?:last seen )?wearing (?:an? )?(?:\p{L}+ ){0,2}(?:shirt|t-shirt|shorts|jacket|coat|hood(?:ie|ed)|cap|trousers|jeans|dress|scarf|hijab)|\bvêtue? d[e’']|\bviste\b|\b(?:yellow|red|blue|white|black) (?:shirt|t-shirt|shorts|jacket|jeans|cap)\b|يرتدي|ترتدي/iu,
  /\b\d{1,2}[ -]year[ -]old (?:boy|girl|child|male|female|man|woman)\b|\b(?:garçon|fille|fillette|enfant|homme|femme|mineure?) (?:âgée? )?de \d{1,2} ans\b|\b(?:niñ[oa]|hombre|mujer) de \d{1,2} años\b|(?:طفل|طفلة|رجل|امرأة)[^\n]{0,20}(?:سنة|سنوات)/iu,
  /\b[MF]\/[BWHA]\b|\b(?:white|black|asian|arab|hispanic) (?:male|female|man|woman|boy|girl)\b/i,
  /\b(?:scar|tattoo|birthmark|moustache|beard(?:ed)?|cicatrice|tatouage|barbe|cicatriz|tatuaje)\b|ندبة|وشم|لحية/i,
  /\b(?:child abduction|abducted|kidnapped|amber alert|missing (?:child|boy|girl)|alerte enlèvement|enlèvement d[’']enfant|enfant disparue?|alerta amber|abducción de niñ[oa])\b|اختطاف طفل|طفل(?:ة)? مفقود/i,
];

/** A description of a person: two traits in one text (height, weight, hair, eyes, skin, clothes, age with sex, marks, a child said to be abducted). */
export function personDescriptions(text: string): Span[] {
  let found: Span | undefined;
  for (const form of traits) {
    const match = form.exec(text);
    if (match === null) continue;
    if (found !== undefined) return [found];
    found = { kind: 'person-description', start: match.index, length: match[0].length };
  }
  return [];
}
