import type { TicketLanguage } from '../../../src-main/domain/languages.ts';
import ar from './ar.json' with { type: 'json' };
import ca from './ca.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import ro from './ro.json' with { type: 'json' };
import uk from './uk.json' with { type: 'json' };
import ur from './ur.json' with { type: 'json' };
import zh from './zh-Hans.json' with { type: 'json' };

/** What is said otherwise than it is shown. */
interface SpokenWords {
  /** By the key of `screen.json`, with the same placeholders. */
  readonly sentences: Readonly<Record<string, string>>;
  /** Acronyms and abbreviations of any sentence. */
  readonly words: Readonly<Record<string, string>>;
  /** Letters whose name a synthesiser would not say, or that are taken for one another. */
  readonly letters: Readonly<Record<string, string>>;
}

/** A language without a line here is said as it is shown. */
export const SPOKEN: Readonly<Partial<Record<TicketLanguage, SpokenWords>>> = {
  ca,
  es,
  en,
  fr,
  ar,
  ur,
  ro,
  uk,
  'zh-Hans': zh,
};
