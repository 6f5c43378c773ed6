import { greetingAt } from '../../../config/locales/dates.ts';
import type { VisitType } from '../../../src-main/contract/shared/visit-type.ts';
import { Arch, Ribs } from '../../components/arch.tsx';
import { Facade } from '../../components/frames.tsx';
import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';
import { useSlotWords } from '../../components/stripe.tsx';
import { type Doorway, doorwayOf } from '../../passage.ts';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

const PICTOGRAMS: Readonly<Record<VisitType, PictogramName>> = { 'walk-in': 'ticket', appointment: 'appointment' };
/** A word of this length or more needs smaller type to fit an entry; all entries then get that type. */
const LONG_WORD = 9;

export function IdleScreen({ state, view }: ScreenProps<'idle'>) {
  const { t, language } = useWords();
  const session = useSession();
  const where = useSlotWords();
  const entries = view.entries.map((visitType) => ({ visitType, text: t(`idle.entry.${visitType}`) }));
  const isLong = entries.some(({ text }) => text.split(' ').some((word) => word.length >= LONG_WORD));
  const prints = state.printerNotice === null || state.printerNotice.printing;
  const stripe = prints ? (view.scans ? 'idle.scan' : 'idle.paper') : 'idle.noPaper';
  return (
    <Facade
      state={state}
      openUntil={view.openUntil}
      greeting={state.knowsHour ? t(`idle.${greetingAt(language, state.localTime.slice(11))}`) : null}
      title={t(entries.length > 1 ? 'idle.question' : 'idle.start')}
      stripe={t(stripe, { where })}
      stripeTo={stripe === 'idle.scan' ? 'scanner' : prints ? 'slot' : null}
      stripePictogram={stripe === 'idle.scan' ? 'reader' : 'ticket'}
    >
      <div class="entries" data-long={isLong} data-whole data-first>
        {entries.map(({ visitType, text }) => (
          <Entry
            key={visitType}
            place={doorwayOf(view.entries, visitType)}
            pictogram={PICTOGRAMS[visitType]}
            text={text}
            onTouch={() => session.openEntry({ visitType })}
          />
        ))}
      </div>
    </Facade>
  );
}

type EntryProps = { place: Doorway; pictogram: PictogramName; text: string; onTouch: () => void };

/** A large choice of the start screen, drawn as a lit arch. The whole rectangle around the arch reacts to touches. */
function Entry({ place, pictogram, text, onTouch }: EntryProps) {
  return (
    <div class={`doorway doorway-${place}`}>
      <div class="entry-place">
        <Ribs count={4} />
        <button type="button" class="entry" onClick={onTouch}>
          <Arch class="entry-reveal" />
          <Arch class="entry-light" />
          <span class="entry-words">
            <Pictogram name={pictogram} />
            <span>{text}</span>
          </span>
        </button>
        <Arch class="entry-ring" />
      </div>
    </div>
  );
}
