package verisim.core.result;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import verisim.core.io.OrderedMaps;

/** Reads and writes result records as JSON. Types are named by short fixed words, never by Java class; maps
 * have one order, see {@link OrderedMaps}. */
public final class ResultJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
            .enable(tools.jackson.core.json.JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .addMixIn(Outcome.class, OutcomeNames.class)
            .addModule(new SimpleModule().setSerializerModifier(new OrderedMaps.Modifier()))
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(tools.jackson.databind.MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private ResultJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Outcome.Measured.class, name = "measured"),
        @JsonSubTypes.Type(value = Outcome.Bracket.class, name = "bracket"),
        @JsonSubTypes.Type(value = Outcome.NotDefined.class, name = "not-defined"),
        @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed")
    })
    private interface OutcomeNames {}

    /** Returns {@code value} as indented JSON. */
    public static String write(Object value) {
        return MAPPER.writeValueAsString(value) + "\n";
    }

    /**
     * Reads a record from a file.
     *
     * @throws IllegalArgumentException if the file is missing or not such a record
     */
    public static <T> T read(Path file, Class<T> type) {
        try {
            return MAPPER.readValue(Files.readString(file), type);
        } catch (java.io.IOException | JacksonException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Reads a record from text.
     *
     * @param name where the text comes from, for the message
     * @throws IllegalArgumentException if it is not such a record
     */
    public static <T> T parse(String name, String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(name + " cannot be read as a result file: " + e.getMessage(), e);
        }
    }

    /** Reads a JSON object from a file as a map. */
    public static Map<String, Object> readMap(Path file) {
        try {
            return MAPPER.readValue(Files.readString(file), new TypeReference<Map<String, Object>>() {});
        } catch (java.io.IOException | JacksonException e) {
            throw unreadable(file, e);
        }
    }

    private static IllegalArgumentException unreadable(Path file, Exception e) {
        return new IllegalArgumentException(file + " cannot be read as a result file: " + e.getMessage(), e);
    }
}
