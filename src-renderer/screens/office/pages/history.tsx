import { useMoments } from '../../../moments.ts';
import { useSession } from '../../../touching.ts';
import type { ScreenProps } from '../../screen-props.ts';
import { BackToOffice, TechnicianButton, TechnicianSaid } from '../../technician/controls.tsx';
import { useOfficeWords } from '../office-words.ts';
import { Changes } from './changes.tsx';

/**
 * The versions of the office's profile that were made at this kiosk, and the version on which they build: the centre's version or the file
 * on this machine. The button beside a version makes that version valid again from today on.
 */
export function OfficeHistory({ state, view: { history, overtaken, master } }: ScreenProps<'technician-office'>) {
  const { t, day } = useOfficeWords();
  const { returnOffice, sayOfficeAgain } = useSession();
  const momentOf = useMoments(state);
  return (
    <>
      {overtaken !== null && (
        <>
          <Changes changes={overtaken.changes} />
          <div class="technician-actions">
            <TechnicianButton
              kind="primary"
              pictogram="again"
              text={t('office.do.sayAgain')}
              onTouch={sayOfficeAgain}
            />
          </div>
        </>
      )}
      {history.map(({ no, made, from, changes, returnsTo, isNow, decided }) => (
        <section key={no} class="office-version" data-together>
          <TechnicianSaid
            level={isNow ? 'good' : 'list'}
            strong={no === 0 ? t(`office.version.${master}`) : t('office.version.own', { no })}
            rest={[
              isNow ? t('office.version.now') : '',
              made === null ? '' : t('office.version.made', { moment: momentOf(made) }),
              from === null ? '' : t('office.from', { day: day(from) }),
              returnsTo === null ? '' : t('office.version.returns', { no: returnsTo }),
              decided === null ? '' : t(`office.version.${decided.decision}`),
            ]
              .filter((text) => text !== '')
              .join(' ')}
          />
          <Changes changes={changes} />
          {!isNow && (
            <div class="technician-actions">
              <TechnicianButton
                pictogram="again"
                text={no === 0 ? t('office.do.returnToMaster') : t('office.do.returnTo', { no })}
                onTouch={() => returnOffice({ no })}
              />
            </div>
          )}
        </section>
      ))}
      <div class="technician-actions">
        <BackToOffice />
      </div>
    </>
  );
}
