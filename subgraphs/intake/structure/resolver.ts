import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import { refusal } from '../../../schema/errors.js';
import { once, type RequestContext } from '../../context.js';
import { producerAgency } from '../access.js';
import { findUpload, uploadBytes } from '../uploads.js';
import { proposeDefinition } from './proposal.js';
import { shownProposal } from './shown.js';
import type { Structure } from './structure.js';
import { DefinitionProposal, SourceStructure } from './types.js';

/** Dumps and structure files that a producer uploads. */
@Resolver()
export class StructureResolver {
  @Query(() => SourceStructure, {
    nullable: true,
    description:
      "Tables and columns in an upload of one's agency: a dump of MySQL, MariaDB or PostgreSQL, or a JSON.",
  })
  structure(
    @Ctx() context: RequestContext,
    @Arg('upload', () => ID) upload: string,
  ): Promise<SourceStructure> {
    return structureOf(context, producerAgency(context.viewer), upload);
  }

  @Query(() => DefinitionProposal, {
    nullable: true,
    description: 'A definition for a table of an uploaded dump; personal data is CLOSED by suggestion.',
  })
  async proposeFromStructure(
    @Ctx() context: RequestContext,
    @Arg('upload', () => ID) upload: string,
    @Arg('table', () => String) table: string,
    @Arg('schema', () => String, { nullable: true, description: 'Where a dump has the name twice.' })
    schema?: string,
  ): Promise<DefinitionProposal> {
    const agency = producerAgency(context.viewer);
    const { tables } = await structureOf(context, agency, upload);
    const found = tables.find((one) => one.name === table && (!schema || one.schema === schema));
    if (!found) throw refusal('NOT_FOUND', { what: table });
    return shownProposal(proposeDefinition(agency, found));
  }
}

/** Read once a request, however many proposals it asks for. */
const structureOf = (context: RequestContext, agency: string, upload: string): Promise<Structure> =>
  once(context, `structure ${upload}`, async () => {
    const { writes, intake } = context;
    const file = await findUpload(writes.db, agency, upload);
    const bytes = await uploadBytes(writes.sql, file);
    const verdict = await intake.workers.run('structure', { filename: file.filename, bytes });
    if (verdict.kind === 'READ') return verdict.structure;
    const { line, words } = verdict;
    throw refusal('STRUCTURE_REFUSED', {
      detail: line === null ? words : { id: `Baris ${line}: ${words.id}`, en: `Line ${line}: ${words.en}` },
    });
  });
