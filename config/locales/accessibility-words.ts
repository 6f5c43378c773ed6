import type { WorkingLanguage } from '../languages.ts';
import ca from './ca/accessibility.json' with { type: 'json' };
import en from './en/accessibility.json' with { type: 'json' };
import es from './es/accessibility.json' with { type: 'json' };

/** The sentences of the accessibility statement, which the kiosk's screens do not load. Catalan defines the keys. */
export const ACCESSIBILITY_SENTENCES = { ca, es, en } satisfies Record<WorkingLanguage, typeof ca>;
