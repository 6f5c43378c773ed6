import { Pictogram, type PictogramName } from '../../components/pictogram.tsx';

type ActionButtonProps = {
  kind: 'primary' | 'secondary';
  pictogram: PictogramName;
  name: string;
  subtitle: string;
  onTouch: () => void;
};

/** One of the actions between which a citizen chooses; `primary` is the one that suits most citizens. */
export function ActionButton({ kind, pictogram, name, subtitle, onTouch }: ActionButtonProps) {
  return (
    <button type="button" class={`next-action next-action-${kind}`} onClick={onTouch}>
      <Pictogram name={pictogram} />
      <span class="next-action-words">
        <span class="next-action-name">{name}</span>
        <span class="next-action-subtitle">{subtitle}</span>
      </span>
    </button>
  );
}
