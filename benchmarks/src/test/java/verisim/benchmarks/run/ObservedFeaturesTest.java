package verisim.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import verisim.core.data.DataKind;
import verisim.core.data.ImageShape;
import verisim.core.data.Schema;

class ObservedFeaturesTest {
    /** The 15 pixels of an image of three lines and five columns. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "top-half    | 11111 00000 00000",
                "bottom-half | 00000 11111 11111",
                "left-half   | 11000 11000 11000",
                "Right-Half  | 00111 00111 00111",
                "first:7     | 11111 11000 00000",
                "first:0     | 00000 00000 00000",
                "first:15    | 11111 11111 11111",
                "1           | 10000 00000 00000",
                "15, 2-4,3   | 01110 00000 00001",
            })
    void wordsChooseFeatures(String words, String expected) {
        boolean[] observed = ObservedFeatures.parse(words, columns(15), Optional.of(new ImageShape(3, 5)));
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < observed.length; i++) {
            shown.append(i > 0 && i % 5 == 0 ? " " : "").append(observed[i] ? '1' : '0');
        }
        assertThat(shown).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0           | columns 0 are not among 1 to 15",
                "3-16        | columns 3-16 are not among 1 to 15",
                "5-3         | columns 5-3 are not among 1 to 15",
                "first:16    | first:16 asks for more columns than there are: a row has 15",
                "first:-1    | 'first:-1' are not understood; give first:N",
                "upper-half  | 'upper-half' are not understood; give first:N",
                "1,,2        | '1,,2' are not understood",
                "''          | '' are not understood",
                "1 2         | '1 2' are not understood",
                "colour      | 'colour' are not understood",
                "99999999999 | '99999999999' are not understood",
            })
    void otherWordsAreExplained(String words, String message) {
        assertThatThrownBy(() -> ObservedFeatures.parse(words, columns(15), Optional.of(new ImageShape(3, 5))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aHalfNeedsAnImage() {
        assertThatThrownBy(() -> ObservedFeatures.parse("top-half", columns(12), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("these rows are none")
                .hasMessageContaining("first:6");
    }

    @Test
    void columnsAreChosenByName() {
        Schema named = Schema.unnamed(DataKind.REAL, new int[3]).withNames(List.of("Height", "top-half", "2"));
        assertThat(ObservedFeatures.parse("Height", named, Optional.empty())).containsExactly(true, false, false);
        assertThat(ObservedFeatures.parse("top-half", named, Optional.empty())).containsExactly(false, true, false);
        assertThat(ObservedFeatures.parse("1, 2", named, Optional.empty())).containsExactly(true, false, true);
        assertThatThrownBy(() -> ObservedFeatures.parse("Heigth", named, Optional.empty()))
                .hasMessageContaining("did you mean 'Height'?");
    }

    private static Schema columns(int n) {
        return Schema.unnamed(DataKind.REAL, new int[n]);
    }
}
