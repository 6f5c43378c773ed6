/** Who made a token at the pages or by another token, and so could hold it. Null: the command line. */
export const tokenMakers: readonly string[] = ['ALTER TABLE access_token ADD COLUMN made_by uuid'];
