import { type ComponentChildren, Fragment } from 'preact';
import { Icon } from './icon.tsx';

interface SectionProps {
  /** Default: the heading does not name the section for screen readers. */
  id?: string;
  class?: string;
  title: ComponentChildren;
  beside?: ComponentChildren;
  children?: ComponentChildren;
}

/** A part of a page with a heading, and something beside the heading. */
export const Section = ({ id, class: look, title, beside, children }: SectionProps) => (
  <section class={look} aria-labelledby={id}>
    <div class="list-head">
      <h2 id={id}>{title}</h2>
      {beside}
    </div>
    {children}
  </section>
);

/** The pages above this one as links, then this page. */
export const Trail = ({ steps }: { steps: readonly (readonly [text: string, href?: string])[] }) => (
  <p class="trail">
    {steps.map(([text, href], at) => (
      <Fragment key={at}>
        {at === 0 ? null : <Icon name="enter" />}
        {href === undefined ? <span>{text}</span> : <a href={href}>{text}</a>}
      </Fragment>
    ))}
  </p>
);
