/**
 * Feed-forward networks with hand-written gradients over one flat parameter vector, shared by the neural families. Read {@link
 * verisim.models.nn.Network} first.
 */
package verisim.models.nn;
