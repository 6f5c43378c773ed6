interface NamedService<Name> {
  readonly name: Name;
  readonly ticketName?: Name | undefined;
  readonly guidance?: true | undefined;
}

/**
 * Moves services marked `guidance`, at which staff help citizens who do not know what they need, to the top; the sequence is otherwise
 * unchanged.
 */
export const guidanceFirst = <S extends NamedService<unknown>>(services: readonly S[]): S[] => [
  ...services.filter(({ guidance }) => guidance === true),
  ...services.filter(({ guidance }) => guidance !== true),
];

export const ticketNameOf = <Name>({ ticketName, name }: NamedService<Name>): Name => ticketName ?? name;
