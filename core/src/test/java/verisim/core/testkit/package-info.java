/**
 * The contracts every model must meet, ours and plug-ins alike: abstract JUnit classes with final tests. Give a model, get its
 * tests. Read {@link verisim.core.testkit.ModelProviderContract} first; a test of a model usually nests several:
 *
 * <pre>{@code
 * class MyModelContractTest {
 *     @Nested class AsPlugIn extends ModelProviderContract { ... }
 *     @Nested class AsDensity extends DensityContract { ... }
 *     @Nested class AsBinaryDensity extends BinaryDensityContract { ... }
 * }
 * }</pre>
 *
 * <p>Statistical tests are seeded. A goodness-of-fit test alarms falsely once in 1,000 seeds, the test of a mean once in a
 * million.
 */
package verisim.core.testkit;
