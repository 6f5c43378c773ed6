import type { PartLevel } from '../../../src-main/contract/shared/part-level.ts';
import { Pictogram } from '../../components/pictogram.tsx';
import { useTechnicianWords } from '../../speaking.ts';

type PartRowProps = { level: PartLevel; name: string; says: string; figure?: string };

export function PartRow(props: PartRowProps) {
  return (
    <li class="part" data-level={props.level}>
      <PartWords {...props} />
    </li>
  );
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
