// The errors of sealing and reading. None of them quotes the bytes or words it refused.

/** An envelope is malformed, altered or cut. `fault` is a name from docs/envelope-v1.md. */
export class EnvelopeError extends Error {
  constructor(fault) {
    super(fault);
    this.fault = fault;
  }
}

/** The key at hand does not open this, or it was altered: the two cannot be told apart. */
export class WrongKey extends Error {
  fault = "wrong-key";
}

/** What was typed cannot be a receipt code. `kind` names the mistake as crypto/errors.py does; `facts` are a count or a place. */
export class ReceiptMistyped extends Error {
  constructor(kind, facts = {}) {
    super(kind);
    this.kind = kind;
    this.facts = facts;
  }
}
