import type { Finding } from '../source-files.ts';
import type { CheckedLanguage, Sentence } from './read.ts';

interface Calque {
  language: CheckedLanguage;
  say: string;
  pattern: RegExp;
}

const calque = (language: CheckedLanguage, forms: string, say: string): Calque => ({
  language,
  say,
  pattern: new RegExp(`(?<![\\p{L}·])(?:${forms})(?![\\p{L}·])`, 'iu'),
});

/** Phrases translated word by word from another language. Each occurred in a sentence or a draft. */
const CALQUES: readonly Calque[] = [
  // To the waiting person, Catalan and English "come" where Spanish "goes".
  calque('es', 'venimos|vendremos|vengo|vendré|venir a buscarl[eao]s?', 'vamos, iremos'),
  calque(
    'ca',
    'anirem a buscar(?:-vos|-lo|-la)?|us anirem a buscar|anem a buscar-vos|hi anem',
    'us vindrem a buscar, venim',
  ),
  calque('en', 'we (?:will )?(?:fetch|search|look for) you', 'we will come to you'),
  // Spanish uses an article before a day, English a preposition.
  calque(
    'es',
    '(?:venir|abrir|abrimos|volver|vuelva|hasta|horario de(?:l día)?) \\{\\{(?:day|date)\\}\\}',
    'el {{day}}',
  ),
  calque('en', '(?:come|open|again|return|hours) \\{\\{(?:day|date)\\}\\}', 'on {{day}}'),
  calque('es', '(?:tome|tomar|coja|coger) (?:el|su|un) tique', 'recoger el tique'),
  calque('es', 'de aquí a \\{\\{\\w+|es por esto que|plegar', 'dentro de {{count}} …'),
  calque('es', '(?:no )?ha ido bien', 'no ha funcionado'),
  calque(
    'ca',
    'tenir que|teniu que|té que|hi ha que|hem de que|degut a|en quant a|doncs que|tot lo que|lo que|algo|desde|mentres|recolzar|per a que|al menys',
    'heu de, a causa de, pel que fa a …',
  ),
  calque(
    'en',
    '(?:this|that) is not a right|letters apart|make (?:a|the) photo|more late|assist to|put zeros',
    'what an English speaker says',
  ),
];

export function withCalques(sentences: readonly Sentence[]): Finding[] {
  return sentences.flatMap(({ file, line, language, key, text }) =>
    CALQUES.filter((one) => one.language === language).flatMap(({ pattern, say }) => {
      const said = pattern.exec(text)?.[0];
      return said === undefined
        ? []
        : [{ file, line, complaint: `${key} says "${said}" as another language would: ${say}` }];
    }),
  );
}
