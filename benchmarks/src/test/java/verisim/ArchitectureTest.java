package verisim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The dependencies between modules and packages, and the few places where streams and randomness may be touched. */
@AnalyzeClasses(packages = "verisim", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static void theAnalysisSawTheWholeProgram(JavaClasses classes) {
        assertThat(classes.size()).isGreaterThan(150);
        for (String module : new String[] {"core", "models", "reports", "benchmarks"}) {
            assertThat(classes.stream().filter(c -> c.getPackageName().startsWith("verisim." + module)))
                    .hasSizeGreaterThan(20);
        }
    }

    @ArchTest
    static final ArchRule CORE_SEES_ONLY_CORE = noClasses()
            .that()
            .resideInAPackage("verisim.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("verisim.models..", "verisim.reports..", "verisim.benchmarks..");

    @ArchTest
    static final ArchRule MODELS_SEE_ONLY_CORE = noClasses()
            .that()
            .resideInAPackage("verisim.models..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("verisim.reports..", "verisim.benchmarks..");

    @ArchTest
    static final ArchRule REPORTS_SEE_ONLY_CORE = noClasses()
            .that()
            .resideInAPackage("verisim.reports..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("verisim.models..", "verisim.benchmarks..");

    @ArchTest
    static final ArchRule BENCHMARKS_REACH_MODELS_THROUGH_SERVICE_LOADER_ONLY = noClasses()
            .that()
            .resideInAPackage("verisim.benchmarks..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("verisim.models..");

    @ArchTest
    static final ArchRule PACKAGES_OF_CORE_ARE_FREE_OF_CYCLES =
            slices().matching("verisim.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule MODEL_FAMILIES_ARE_FREE_OF_CYCLES =
            slices().matching("verisim.models.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_BENCHMARKS_ARE_FREE_OF_CYCLES =
            slices().matching("verisim.benchmarks.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PACKAGES_OF_REPORTS_ARE_FREE_OF_CYCLES =
            slices().matching("verisim.reports.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_TOUCHES_STANDARD_STREAMS = noClasses()
            .that()
            .resideOutsideOfPackage("verisim.benchmarks.cli..")
            .and()
            .doNotHaveFullyQualifiedName("verisim.benchmarks.run.WorkerMain")
            .and()
            .doNotHaveFullyQualifiedName("verisim.benchmarks.run.WorkerMain$Streamlined")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule RANDOMNESS_COMES_FROM_NAMED_STREAMS_ONLY = noClasses()
            .that()
            .resideOutsideOfPackage("verisim.core.testkit..") // it checks that models leave ND4J's generator alone
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(org.nd4j.linalg.factory.Nd4j.class, "getRandom");

    @ArchTest
    static final ArchRule NOTHING_IS_SERIALIZED_BY_JAVA = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectOutputStream");
}
