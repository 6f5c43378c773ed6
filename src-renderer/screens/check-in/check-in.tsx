import type { TypedCheckIn } from '../../../src-main/contract/shared/check-in.ts';
import { Inside } from '../../components/frames.tsx';
import type { PictogramName } from '../../components/pictogram.tsx';
import { ResultPicture } from '../../components/result-picture.tsx';
import { Row } from '../../components/row.tsx';
import { useWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import type { ScreenProps } from '../screen-props.ts';

const PICTOGRAMS: Readonly<Record<TypedCheckIn, PictogramName>> = {
  locator: 'locator',
  document: 'card',
  'no-code': 'hall',
};

export function CheckInScreen({ state, view }: ScreenProps<'check-in'>) {
  const { t } = useWords();
  const rows = view.methods.filter((method) => method !== 'scan');
  return (
    <Inside
      state={state}
      title={t('checkIn.title')}
      lead={
        <p class="lead">
          {state.givenUp === null ? t(leadOf(view.scans, rows.length)) : t('checkIn.givenUp', { label: state.givenUp })}
        </p>
      }
      {...(view.scans && { stripe: t('checkIn.stripe'), stripeTo: 'scanner', stripePictogram: 'reader' })}
    >
      {rows.length > 0 ? (
        <MethodRows methods={rows} fromHome={view.fromHome} />
      ) : (
        <ResultPicture shows={view.scans ? 'reader' : 'help'} />
      )}
    </Inside>
  );
}

const nameOf = (method: TypedCheckIn, fromHome: boolean) => (method === 'locator' && fromHome ? 'code' : method);

function MethodRows({ methods, fromHome }: { methods: readonly TypedCheckIn[]; fromHome: boolean }) {
  const { t } = useWords();
  const session = useSession();
  return (
    <ul class="rows" aria-label={t('checkIn.list')} data-count={methods.length}>
      {methods.map((method) => (
        <Row
          key={method}
          pictogram={PICTOGRAMS[method]}
          name={t(`checkIn.method.${nameOf(method, fromHome)}`)}
          subtitle={t(`checkIn.subtitle.${nameOf(method, fromHome)}`)}
          onTouch={() => session.openCheckIn({ method })}
        />
      ))}
    </ul>
  );
}

function leadOf(scans: boolean, rows: number) {
  if (rows === 0) return scans ? 'checkIn.leadOnlyScan' : 'checkIn.leadNothing';
  return scans ? 'checkIn.leadScan' : 'checkIn.lead';
}
