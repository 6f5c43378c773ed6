import type { TicketLanguage } from '../../languages.ts';
import ar from './ar.json' with { type: 'json' };
import ca from './ca.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import ro from './ro.json' with { type: 'json' };
import uk from './uk.json' with { type: 'json' };
import ur from './ur.json' with { type: 'json' };
import zh from './zh-Hans.json' with { type: 'json' };

interface SpokenWords {
  /** Whole sentences by their key in `screen.json`, with the same placeholders. */
  readonly sentences: Readonly<Record<string, string>>;
  /** Acronyms and abbreviations, wherever they occur. */
  readonly words: Readonly<Record<string, string>>;
  /** Names of letters that a synthesiser mispronounces or that sound alike. */
  readonly letters: Readonly<Record<string, string>>;
}

/** A language without an entry is spoken as shown. */
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
