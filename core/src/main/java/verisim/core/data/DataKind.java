package verisim.core.data;

/** What the values of a data set are, and so what a model puts probability on. */
public enum DataKind {
    /** Every value is 0 or 1; models give a probability mass. */
    BINARY,
    /** Values are real numbers; models give a density. */
    REAL,
    /** Every value is an integer from 0 to the number of categories less 1; models give a probability mass. */
    CATEGORICAL
}
