import { addStaffWords, createTranslator } from './index.ts';
import { STAFF_SENTENCES } from './staff-sentences.ts';

addStaffWords(STAFF_SENTENCES);

/** Programs that are no page import the translator from here, with the staff's sentences loaded. */
export { createTranslator };
