/** Typed options of models, metrics and data sets. Read {@link verisim.core.option.Option} first. */
package verisim.core.option;
