import { buildSchema } from 'graphql';

/** A small graph with filters, orders, an interface and a union, for the tests of exposure. */
export const graph = buildSchema(/* GraphQL */ `
  type Query {
    clinics(where: ClinicWhere, orderBy: [ClinicOrder!], grid: [[ClinicOrder]], first: Int = 100): Clinics
    clinic(id: ID!): Clinic
    nodes: [Node]
    places: [Place]
    place: Place
    matrix: [[Clinic]]
  }
  type Mutation { open(clinic: ClinicWhere): Clinic  close(id: ID!): Clinic }
  type Subscription { opened: Clinic }
  input ClinicWhere { beds: IntWhere, name: TextWhere, kind: Kind, and: [ClinicWhere!], or: [ClinicWhere!], not: ClinicWhere }
  input IntWhere { eq: Int, in: [Int!] }
  input TextWhere { eq: String }
  input ClinicOrder { by: ClinicColumn!, descending: Boolean = false }
  enum ClinicColumn { NAME BEDS }
  enum Kind { MAIN BRANCH }
  type Clinics { nodes: [Clinic], totalCount: Int }
  interface Node { id: ID!, peer: Node, label(size: Int): String }
  type Clinic implements Node {
    id: ID!, peer: Node, label(size: Int): String, name: String, beds: Int, region: Region, owner: Region, kind(of: Kind): Kind
  }
  type Region implements Node {
    id: ID!, peer: Node, label(size: Int): String, name: String, area: Int, clinics(where: ClinicWhere): Clinics, owner: Region
  }
  union Place = Clinic | Region
`);
