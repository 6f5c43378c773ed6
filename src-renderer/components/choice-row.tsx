import type { ServiceChoice } from '../../src-main/contract/kiosk/screens/ticket.ts';
import { useWords } from '../speaking.ts';
import { Arch } from './arch.tsx';
import { Pictogram } from './pictogram.tsx';

/** How much room a name takes, so that a long one gets smaller type on two lines. */
const roomOf = (name: string) => (name.length <= 18 ? 'short' : name.length <= 23 ? 'medium' : 'long');

/** A subtitle longer than this does not fit one line of large type. */
const LONG_SUBTITLE = 24;

type ChoiceRowProps = { choice: ServiceChoice; onTouch: () => void };

/** One service or group: an arch, a name, a subtitle. A closed service is an unlit entry that says until when. */
export function ChoiceRow({ choice, onTouch }: ChoiceRowProps) {
  const { t, time } = useWords();
  const name = <span class="row-name">{choice.name}</span>;
  if (choice.kind === 'service' && choice.closed !== null) {
    const { opensAt } = choice.closed;
    return (
      <li>
        <div class="row row-closed" data-room={roomOf(choice.name)}>
          <Arch class="row-arch">
            <Pictogram name="closed" />
          </Arch>
          <span class="row-words">
            {name}
            <span class="row-reason">
              {opensAt === null ? t('services.closedToday') : t('services.closedUntil', { time: time(opensAt) })}
            </span>
          </span>
        </div>
      </li>
    );
  }
  return (
    <li>
      <button type="button" class="row" data-room={roomOf(choice.name)} onClick={onTouch}>
        <Arch class="row-arch">
          <Pictogram name={choice.pictogram} />
        </Arch>
        <span class="row-words">
          {name}
          {choice.subtitle !== null && (
            <span class="row-subtitle" data-long={choice.subtitle.length > LONG_SUBTITLE}>
              {choice.subtitle}
            </span>
          )}
        </span>
        <span class="row-end">
          <Pictogram name="enter" />
        </span>
      </button>
    </li>
  );
}
