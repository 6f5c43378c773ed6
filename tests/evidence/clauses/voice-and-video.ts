import { type Chapter, heading, none } from '../clause.ts';

const NO_VOICE = 'Nobody speaks with anybody through the kiosk: “I need help” calls somebody who comes.';
const NO_VIDEO = 'The kiosk shows no video.';

/** EN 301 549, clauses 6 and 7. */
export const VOICE_AND_VIDEO: Chapter = {
  title: 'EN 301 549, 6 and 7: two-way voice and video',
  about: 'Asked of products that carry a conversation or show a film. This one does neither.',
  clauses: [
    heading('6', 'Two-way voice communication'),
    none('6.1', 'Bandwidth of speech', NO_VOICE),
    heading('6.2', 'Real-time text'),
    heading('6.2.1', 'Its provision'),
    none('6.2.1.1', 'Two-way text as it is typed', NO_VOICE),
    none('6.2.1.2', 'Voice and text at once', NO_VOICE),
    heading('6.2.2', 'Its display'),
    none('6.2.2.1', 'Sent and received look different', NO_VOICE),
    none('6.2.2.2', 'Programs tell sent from received', NO_VOICE),
    none('6.2.2.3', 'Who speaks is told', NO_VOICE),
    none('6.2.2.4', 'Sound is seen', NO_VOICE),
    none('6.2.3', 'It works with other products', NO_VOICE),
    none('6.2.4', 'It comes soon', NO_VOICE),
    none('6.3', 'Who calls', NO_VOICE),
    none('6.4', 'Other ways than a voice menu', NO_VOICE),
    heading('6.5', 'Video calls'),
    none('6.5.1', 'In general', 'Informative: asks nothing.'),
    none('6.5.2', 'Resolution', NO_VOICE),
    none('6.5.3', 'Frame rate', NO_VOICE),
    none('6.5.4', 'Sound and picture together', NO_VOICE),
    none('6.5.5', 'Sound is seen', NO_VOICE),
    none('6.5.6', 'Who signs is told', NO_VOICE),
    none('6.6', 'Other ways than video', NO_VOICE),
    heading('7', 'Video'),
    heading('7.1', 'Captions'),
    none('7.1.1', 'They are shown', NO_VIDEO),
    none('7.1.2', 'They come in time', NO_VIDEO),
    none('7.1.3', 'They are kept', NO_VIDEO),
    none('7.1.4', 'Their look can be set', NO_VIDEO),
    none('7.1.5', 'Subtitles can be spoken', NO_VIDEO),
    heading('7.2', 'Audio description'),
    none('7.2.1', 'It is played', NO_VIDEO),
    none('7.2.2', 'It comes in time', NO_VIDEO),
    none('7.2.3', 'It is kept', NO_VIDEO),
    none('7.3', 'Both are switched on beside the player’s main controls', NO_VIDEO),
  ],
};
