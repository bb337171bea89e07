import { vocabulary } from './vocabulary.ts';

/**
 * Levels of command. A false friend: in the United Kingdom "tactical" (silver) stands above "operational" (bronze); in France, Morocco, NATO
 * and EMSI "operational" stands above "tactical". The code is therefore a number, and a screen shows both words.
 */
export const commandLevel = vocabulary(
  'command-level',
  {
    L1: ['Strategic (Gold)', 'Stratégique', 'استراتيجي', 'Estratégico', 'Estratégico'],
    L2: [
      'Level 2: UK tactical (Silver) · FR opérationnel',
      'Niveau 2 : opératif (opérationnel) · UK tactical (Silver)',
      'المستوى 2: عملياتي',
    ],
    L3: ['Level 3: UK operational (Bronze) · FR tactique', 'Niveau 3 : tactique · UK operational (Bronze)', 'المستوى 3: تكتيكي'],
  },
  {
    L1: { local: { gb: 'Strategic / Gold', fr: 'Stratégique', ma: 'استراتيجي' } },
    L2: {
      local: { gb: 'Tactical / Silver', fr: 'Opératif (opérationnel)', ma: 'عملياتي', emsi: 'OPR' },
      caution: [
        'UK “tactical” is this level; French, Moroccan and NATO “tactical” is the level below.',
        'Le « tactical » britannique est ce niveau ; « tactique » désigne en français le niveau inférieur.',
        'كلمة «تكتيكي» البريطانية تعني هذا المستوى، أما بالفرنسية والعربية فتعني المستوى الأدنى.',
      ],
    },
    L3: {
      local: { gb: 'Operational / Bronze', fr: 'Tactique', ma: 'تكتيكي', emsi: 'TACTCL' },
      caution: [
        'UK “operational” is this level; French, Moroccan and NATO “operational” is the level above.',
        'L’« operational » britannique est ce niveau ; « opérationnel » désigne en français le niveau supérieur.',
        'كلمة «عملياتي» البريطانية تعني هذا المستوى، أما بالفرنسية والعربية فتعني المستوى الأعلى.',
      ],
    },
  },
);

/** Safety, security and service: the three pillars of CETS 218. French "sécurité" is English "safety"; "sûreté" is "security". */
export const pillar = vocabulary(
  'pillar',
  {
    safety: ['Safety', 'Sécurité', 'السلامة', 'Protección', 'Proteção'],
    security: ['Security', 'Sûreté', 'الأمن', 'Seguridad', 'Segurança'],
    service: ['Service', 'Services', 'الخدمات', 'Servicios', 'Serviços'],
  },
  {
    safety: {
      caution: [
        'In the Convention French “sécurité” is safety, not security.',
        'Dans la Convention, « sécurité » traduit « safety » et non « security ».',
        'في الاتفاقية تقابل كلمة sécurité الفرنسية «السلامة» لا «الأمن».',
      ],
    },
    security: {
      caution: [
        'In the Convention French “sûreté” is security; the DGSN’s “Sûreté nationale” is national security police.',
        'Dans la Convention, « sûreté » traduit « security » ; c’est le sens de « Sûreté nationale ».',
        'في الاتفاقية تقابل كلمة sûreté الفرنسية «الأمن»، كما في «الأمن الوطني».',
      ],
    },
  },
);

/** Words that mean something else to the partner, shown beside the term wherever it stands. */
export const falseFriend = vocabulary(
  'false-friend',
  {
    renseignement: ['Information; also intelligence', 'Renseignement', 'معلومة؛ استعلام'],
    major: ['Major incident', 'Événement majeur', 'حادث كبير'],
    spotter: ['Spotter', 'Spotter', 'مراقب الجماهير'],
    cicerone: ['Host-officer guide', 'Cicérone', 'مرافق'],
    log: ['Log', 'Main courante', 'سجل العمليات'],
    liaison: ['Liaison officer', 'Officier de liaison', 'ضابط الاتصال'],
  },
  {
    renseignement: {
      caution: [
        'French “demande de renseignements” is a request for information between police; “renseignement” alone also means intelligence.',
        '« Demande de renseignements » s’entend entre polices ; « renseignement » seul désigne aussi l’activité des services.',
        'يعني تعبير demande de renseignements طلب معلومات بين أجهزة الشرطة، أما renseignement وحدها فتعني أيضا الاستعلامات.',
      ],
    },
    major: {
      caution: [
        'In the United Kingdom each service declares for itself; French and Moroccan plans are declared by the authority for all.',
        'Au Royaume-Uni chaque service déclare pour lui-même ; les plans français et marocains sont déclenchés par l’autorité pour tous.',
        'في المملكة المتحدة تعلن كل مصلحة عن نفسها، أما المخططات المغربية والفرنسية فتفعلها السلطة بالنسبة للجميع.',
      ],
    },
    spotter: {
      caution: [
        'An officer who knows the supporters of a team and advises; not a sniper’s observer.',
        'Agent qui connaît les supporters d’une équipe et conseille ; sans lien avec l’observateur d’un tireur.',
        'موظف أمن يعرف مشجعي فريق معين ويقدم المشورة، ولا علاقة له بمراقب الرماية.',
      ],
    },
    log: {
      caution: [
        'In French practice the main courante is a legal record; an English log need not be one.',
        'En pratique française, la main courante est un document à valeur légale ; un « log » ne l’est pas toujours.',
        'سجل العمليات في الممارسة الفرنسية وثيقة قانونية، وليس الأمر كذلك دائما في الممارسة الإنجليزية.',
      ],
    },
    liaison: {
      caution: [
        'Two lines: functionally under the head of the centre, hierarchically under his own chief.',
        'Deux lignes : fonctionnelle vers le chef du centre, hiérarchique vers son propre chef.',
        'خطان: وظيفي تجاه رئيس المركز، وتراتبي تجاه رئيسه الأصلي.',
      ],
    },
  },
);
