import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * One long-lived process for Kafka's own Java clients: a JSON request a line in, a JSON answer a
 * line out. It decides nothing; the checks in Python say what is done and judge what was seen.
 */
public final class Probe {
    interface Verb {
        Object run(Request request) throws Exception;
    }

    record Request(JsonNode json) {
        String text(String name, String otherwise) {
            return json.has(name) ? json.get(name).asText() : otherwise;
        }

        String text(String name) {
            return json.get(name).asText();
        }

        int number(String name, int otherwise) {
            return json.has(name) ? json.get(name).asInt() : otherwise;
        }

        List<String> list(String name) {
            List<String> words = new ArrayList<>();
            if (json.has(name)) {
                json.get(name).forEach(word -> words.add(word.isNull() ? null : word.asText()));
            }
            return words;
        }

        Map<String, String> map(String name) {
            Map<String, String> map = new HashMap<>();
            if (json.has(name)) {
                json.get(name).fields().forEachRemaining(e -> map.put(e.getKey(), e.getValue().asText()));
            }
            return map;
        }
    }

    static final Map<String, Verb> VERBS = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        AdminVerbs.register(VERBS);
        ClientVerbs.register(VERBS);
        GroupVerbs.register(VERBS);
        LogVerbs.register(VERBS);
        ObjectMapper mapper = new ObjectMapper();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Map<String, Object> answer = new HashMap<>();
            try {
                Request request = new Request(mapper.readTree(line));
                answer.put("value", VERBS.get(request.text("do")).run(request));
            } catch (Exception problem) {
                answer.put("error", nameOf(problem));
                answer.put("message", String.valueOf(problem.getMessage()));
            }
            System.out.println(mapper.writeValueAsString(answer));
            System.out.flush();
        }
    }

    static String nameOf(Throwable problem) {
        Throwable inner = problem;
        while (inner instanceof ExecutionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner.getClass().getSimpleName();
    }
}
