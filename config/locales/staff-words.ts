import { addStaffWords, createTranslator } from './index.ts';
import { STAFF_SENTENCES } from './staff-sentences.ts';

addStaffWords(STAFF_SENTENCES);

/** As in `index.ts`, with the sentences for staff there from the start: for whoever is no page. */
export { createTranslator };
