import type { PartLevel } from '../../../src-main/contract/shared/part-level.ts';
import type { EventKind } from '../../../src-main/session/contract/event-catalogue.ts';
import { Pictogram } from '../../components/pictogram.tsx';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';

type PartRowProps = { level: PartLevel; name: string; says: string; figure?: string };

export function PartRow(props: PartRowProps) {
  return (
    <li class="part" data-level={props.level}>
      <PartWords {...props} />
    </li>
  );
}

export function TouchRow({ onTouch, ...props }: PartRowProps & { onTouch: () => void }) {
  return (
    <li class="part part-touched" data-level={props.level}>
      <button type="button" class="part-touch" onClick={onTouch}>
        <PartWords {...props} />
      </button>
    </li>
  );
}

/** `fault`: the fault whose page a touch opens while the part's level is not good; `null` if there is none, or if it has no page. */
export function StatusPart({ fault, ...row }: PartRowProps & { fault: EventKind | null }) {
  const { showFault } = useSession();
  if (fault === null || row.level === 'good') return <PartRow {...row} />;
  return <TouchRow {...row} onTouch={() => showFault({ kind: fault })} />;
}

export function PartWords({ level, name, says, figure = '' }: PartRowProps) {
  const { t } = useTechnicianWords();
  return (
    <>
      <span class="part-level">
        <Pictogram name={level} />
        <span>{t(`level.${level}`)}</span>
      </span>
      <span class="part-body">
        <strong class="part-name">{name}</strong>
        <span class="part-figure">{figure}</span>
        <span class="part-says">{says}</span>
      </span>
    </>
  );
}
