import type { FieldNode } from 'graphql';
import type { ColumnType } from '../../schema/definition.js';
import { isNumeric } from '../../schema/figures.js';
import type { Dataset } from '../directory.js';
import { asText, type Grouping, grouping } from './grouping.js';
import type { Scope } from './scope.js';
import type { Selected } from './selection.js';
import { emit, jsonObject, literal, type Part, refusable } from './template.js';

export type NumberFigure = 'sum' | 'avg' | 'min' | 'max';

/** Decimals of an average; the README and the schema state them. */
const AVG_DECIMALS = 10;
/** PostgreSQL keeps at least as many decimals of a quotient as its dividend has. */
const QUOTIENT_DECIMALS = 24;

/** SQL of a figure of a column of numbers, exact. */
export function numberFigure(figure: NumberFigure, column: string): string {
  if (figure !== 'avg') return `${figure}(${column})`;
  const dividend = `sum(${column})::numeric + 0.${'0'.repeat(QUOTIENT_DECIMALS)}`;
  return `round((${dividend}) / count(${column}), ${AVG_DECIMALS})`;
}

/** PostgreSQL has no least truth value, but knows whether all or any are true. */
const extreme = (figure: 'min' | 'max', type: ColumnType): string => {
  if (type !== 'BOOLEAN') return figure;
  return figure === 'min' ? 'bool_and' : 'bool_or';
};

/** The JSON of an aggregate over the rows that the surrounding select reads. `key` makes that of its group. */
export function compileFigures(
  scope: Scope,
  selected: Selected,
  dataset: Dataset,
  path: readonly string[],
  key: (nodes: readonly FieldNode[]) => Part,
): Part {
  const { names } = dataset;
  const visible = scope.visible(dataset);
  const numbers = (nodes: readonly FieldNode[], figure: NumberFigure): Part =>
    jsonObject(
      [...scope.selections.below(nodes, names.numbers)].map(([alias, [node]]) => {
        const name = node?.name.value ?? '';
        if (name === '__typename') return [alias, literal(names.numbers)];
        const column = visible.columns.get(name);
        return [
          alias,
          column && isNumeric(column.type)
            ? asText('DECIMAL', numberFigure(figure, column.physical))
            : 'null::text',
        ];
      }),
    );

  /** A figure of the column that an argument names. */
  const ofColumn = (alias: string, node: FieldNode, make: (column: Grouping) => Part) => {
    const read = scope.argumentsOf<{ column: string }>(names.aggregate, node);
    return refusable([...path, alias], () => (run) => emit(make(grouping(read(run).column, visible)), run));
  };

  const range = (alias: string, nodes: readonly FieldNode[]): Part =>
    ofColumn(alias, nodes[0] as FieldNode, (one) => {
      const pairs = [...scope.selections.below(nodes, 'ValueRange')].map(([name, [node]]) => {
        const figure = node?.name.value;
        if (figure !== 'min' && figure !== 'max') return [name, literal('ValueRange')] as const;
        return [name, asText(one.type, `${extreme(figure, one.type)}(${one.expression})`)] as const;
      });
      return jsonObject(pairs);
    });

  return jsonObject(
    [...selected].map(([alias, nodes]) => {
      const [node] = nodes as [FieldNode];
      const name = node.name.value;
      switch (name) {
        case 'key':
          return [alias, key(nodes)];
        case 'count':
          return [alias, 'count(*)::integer'];
        case 'countDistinct':
          return [alias, ofColumn(alias, node, ({ expression }) => `count(distinct ${expression})::integer`)];
        case 'range':
          return [alias, range(alias, nodes)];
        case 'sum':
        case 'avg':
        case 'min':
        case 'max':
          return [alias, numbers(nodes, name)];
        default:
          return [alias, literal(names.aggregate)];
      }
    }),
  );
}
