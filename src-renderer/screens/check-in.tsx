import type { TypedCheckIn } from '../../src-main/contract/shared/check-in.ts';
import { Arch } from '../components/arch.tsx';
import { Inside } from '../components/frames.tsx';
import { Pictogram, type PictogramName } from '../components/pictogram.tsx';
import { useWords } from '../speaking.ts';
import { useSession } from '../touching.ts';
import type { ScreenProps } from './screen-props.ts';

const PICTOGRAMS: Readonly<Record<TypedCheckIn, PictogramName>> = {
  locator: 'locator',
  document: 'card',
  'no-code': 'hall',
};

/** The inside of the door of appointments: the reader is named by the stripe, every other way is a row. */
export function CheckInScreen({ state, view }: ScreenProps<'check-in'>) {
  const { t } = useWords();
  const session = useSession();
  const rows = view.ways.filter((way) => way !== 'scan');
  return (
    <Inside
      state={state}
      title={t('checkIn.title')}
      lead={<p class="lead">{t(view.scans ? 'checkIn.leadScan' : 'checkIn.lead')}</p>}
      {...(view.scans && { stripe: t('checkIn.stripe'), stripePictogram: 'reader' })}
    >
      <ul class="rows" aria-label={t('checkIn.list')} data-count={rows.length}>
        {rows.map((way) => (
          <li key={way}>
            <button type="button" class="row" data-room="medium" onClick={() => session.openCheckIn(way)}>
              <Arch class="row-arch">
                <Pictogram name={PICTOGRAMS[way]} />
              </Arch>
              <span class="row-words">
                <span class="row-name">{t(`checkIn.way.${way}`)}</span>
                <span class="row-hint">{t(`checkIn.hint.${way}`)}</span>
              </span>
              <span class="row-end">
                <Pictogram name="enter" />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Inside>
  );
}
