import type { Finding } from '../source-files.ts';
import type { Sentence } from './read.ts';

/** A forbidden form of address, as far as its spelling shows it. */
interface Form {
  what: string;
  pattern: RegExp;
}

/** Matches whole words: `\b` only knows English letters. */
const word = (forms: string): RegExp => new RegExp(`(?<![\\p{L}·])(?:${forms})(?![\\p{L}·])`, 'iu');
/** Matches at the start of a statement, where the verb is an order: elsewhere the same form may describe what the kiosk does. */
const order = (forms: string, before = '(?:^|[.!] |\\n)'): RegExp =>
  new RegExp(`${before}(?:${forms})(?![\\p{L}·])`, 'iu');
/** A Spanish sentence quotes a button as an infinitive, a Catalan one as an order with tu. */
const OR_QUOTED = '(?:^|[.!] |\\n|«)';

const ES_TU: readonly Form[] = [
  { what: 'tú', pattern: word('tu|tus|tú|te|ti|contigo|tuy[oa]s?') },
  { what: 'vosotros', pattern: word('os|vosotr[oa]s|vuestr[oa]s?') },
  {
    what: 'tú',
    pattern: word(
      'tienes|puedes|quieres|debes|eres|estás|vas|sabes|necesitas|vienes|llegas|eliges|ves|haces|pides|prefieres|recibes|recuerdas|deseas|buscas|esperas|usas|llevas|traes|hablas|has',
    ),
  },
  { what: 'tú', pattern: /(?<!\p{L})(?!(?:at|det)rás(?!\p{L}))\p{L}+rás(?!\p{L})/iu },
  {
    what: 'tú',
    pattern:
      /(?<!\p{L})(?!(?:ex|cons|ins|pers|as|res|tr|ch|desp)iste(?!\p{L}))(?!(?:con)?traste|desgaste|baste)\p{L}{2,}[ai]ste(?!\p{L})/iu,
  },
  {
    what: 'tú',
    pattern: /(?<!\p{L})no (?!las|les|más|menos|es|has|antes|tantas|muchas)(?!\p{L}+[ai]das)\p{L}+[ae]s(?!\p{L})/iu,
  },
  {
    what: 'tú',
    pattern: order(
      'elige|toca|espera|imprime|termina|acaba|vuelve|borra|cierra|busca|usa|muestra|oculta|guarda|continúa|entra|vincula|prueba|reenvía|detén|toma|coge|recoge|apunta|anota|haz|pon|ve|ven|di|sal|ten|acerca|escribe|teclea|elimina|confirma|pregunta|mira|pide|trae|lee|lleva|revisa|comprueba|abre|deja|introduce|pulsa|selecciona|acepta|cancela|añade|cambia|regresa|retira|avisa|habla|sigue (?:el|la|los|las|est[aeo]s?)|quita|apaga|enciende',
      OR_QUOTED,
    ),
  },
  // `Bórralo`, `Siéntate`: the form with usted is `Bórrelo`, `Siéntese`.
  {
    what: 'tú',
    pattern: order(
      'dame|dime|haz(?:lo|la|le|me)|pon(?:lo|la|te)|(?:bórra|apúnta|anóta|ciérra|guárda|pruéba|tóca|muéstra|déja|tóma|acérca|míra|revísa|lláma|confírma|compruéba|pregúnta|quíta|búsca|imprím|escríb|elíg|recóg|pídi?|ábr|trá|lée?)e?(?:me|l[oae]s?|nos)|\\p{L}*[áéíóú]\\p{L}*te',
    ),
  },
];

const CA_TU: readonly Form[] = [
  {
    what: 'tu',
    pattern: word(
      'tu|teu|teva|teus|teves|et|amb tu|tens|pots|vols|ets|vas|saps|necessites|véns|vens|arribes|tries|esperes|portes|recordes',
    ),
  },
  { what: 'tu', pattern: /(?<!\p{L})t’(?=\p{L})/iu },
  { what: 'vostè', pattern: word('vostès?') },
  {
    what: 'vostè',
    pattern: order(
      'esperi|agafi|segui|premi|toqui|triï|acosti|escrigui|confirmi|pregunti|torni|miri|digui|porti|segui|no toqui|no oblidi',
    ),
  },
];
const CA_TU_ORDER: Form = {
  what: 'tu (to the machine on a button alone: BUTTONS in address.ts)',
  pattern: order(
    'acaba|tanca|torna|imprimeix|busca|esborra|mostra|amaga|usa|agafa|escriu|tria|seu|toca|espera|prova|acosta|dona’m|esborra-ho|entra|continua|desa|vincula|atura|reenvia|mira|digues|pregunta|ves|vine|guarda|demana|confirma|truca|apunta|fes|porta|revisa|posa|obre|treu|apaga|engega',
  ),
};
const CA_VOS_ORDER: Form = {
  what: 'vós',
  pattern: /^\p{L}+(?<!(?:^| )(?:seu|meu|teu|preu))(?:eu|iu)(?:-\p{L}+)?(?!\p{L})/u,
};

/** Buttons: what the citizen or the technician orders the machine to do, in Catalan with tu, which the machine itself never uses. */
const BUTTONS =
  /^(?:screen (?:bar|keys|pager)\.|screen \w+\.(?:action|method)\.|screen \w+\.(?:close|finish|goOn|stay|send|other|print|printAgain|open)$|staff (?:desk\.)?do\.|technician (?:do\.|devices\.do\.|pin\.send\.|pin\.(?:erase|leave)$|footer\.close$|pairing\.(?:stop|again|back)$|firstRun\.(?:do|skip|redo|net\.do|net\.keep)\.|firstRun\.net\.leave$|network\.cards\.do\.|office\.do\.))/;
const isButton = ({ group, key }: Sentence): boolean => BUTTONS.test(`${group} ${key}`);

/** Finds sentences that address a person as tú, tu or vostè, or the machine as if it were a person. */
export function wrongAddress(sentences: readonly Sentence[]): Finding[] {
  return sentences.flatMap((sentence) => {
    const found = formsFor(sentence).flatMap(({ what, pattern }) => {
      const said = pattern.exec(sentence.text)?.[0].trim();
      return said === undefined ? [] : [`${what}, as in "${said}"`];
    });
    const { file, line, key } = sentence;
    return found.slice(0, 1).map((what) => ({ file, line, complaint: `${key} says ${what}` }));
  });
}

function formsFor(sentence: Sentence): readonly Form[] {
  if (sentence.language === 'es') return ES_TU;
  if (sentence.language !== 'ca') return [];
  return [...CA_TU, isButton(sentence) ? CA_VOS_ORDER : CA_TU_ORDER];
}
