import { Fragment } from 'react';

/** A name of parts with dots between them: a long one goes on in the next line where a dot is. */
export const Dotted = ({ name }: { readonly name: string }) =>
  name.split(/(?<=\.)/).map((part, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts of one name; they never move
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
